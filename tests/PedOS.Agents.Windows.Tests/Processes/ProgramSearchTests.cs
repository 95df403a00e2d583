using System.Runtime.Versioning;
using PedOS.Agents.Processes;
using PedOS.Agents.Windows.Processes;
using Xunit;

namespace PedOS.Agents.Windows.Tests.Processes;

/// <summary>The rules alone; they are the same on every system.</summary>
[SupportedOSPlatform("windows")]
public sealed class ProgramSearchTests
{
    private static readonly string[] Files =
    [
        @"C:\Windows\System32\where.exe", @"C:\Windows\System32\both.exe", @"C:\Windows\System32\both.com",
        @"C:\Users\Jürgen\Araçlar\araç.cmd", @"C:\Users\Jürgen\here.exe", @"C:\Users\Jürgen\sub\in.ps1",
        @"C:\tool.exe", @"\\server\share\far.bat", @"C:\Windows\System32\notes.txt", @"C:\Windows\System32\a.b.exe",
    ];

    private readonly ProgramSearch _search = new(
        static path => Files.Contains(path, StringComparer.OrdinalIgnoreCase),
        [@"C:\Windows\System32", ".", "", @"C:\Users\Jürgen\Araçlar\"],
        @"C:\Users\Jürgen");

    [Theory]
    [InlineData("where", @"C:\Windows\System32\where.exe")]
    [InlineData("WHERE.EXE", @"C:\Windows\System32\WHERE.EXE")]
    [InlineData("both", @"C:\Windows\System32\both.com")]
    [InlineData("a.b", @"C:\Windows\System32\a.b.exe")]
    [InlineData("araç", @"C:\Users\Jürgen\Araçlar\araç.cmd")]
    [InlineData(@"sub\in", @"C:\Users\Jürgen\sub\in.ps1")]
    [InlineData("sub/in.ps1", @"C:\Users\Jürgen\sub/in.ps1")]
    [InlineData(@".\here.exe", @"C:\Users\Jürgen\.\here.exe")]
    [InlineData(@"\tool", @"C:\tool.exe")]
    [InlineData("c:/tool.exe", "c:/tool.exe")]
    [InlineData(@"\\server\share\far", @"\\server\share\far.bat")]
    public void Find_FindsIt(string name, string path)
    {
        if (path.Contains('/', StringComparison.Ordinal) || path.Contains(@"\.\", StringComparison.Ordinal))
        {
            ProgramSearch plain = new(
                p => p == path, [], @"C:\Users\Jürgen");
            Assert.Equal(path, plain.Find(name));
            return;
        }

        Assert.Equal(path, _search.Find(name), ignoreCase: true);
    }

    [Theory]
    [InlineData("here")] // in the current directory
    [InlineData("here.exe")]
    [InlineData("nothing")]
    [InlineData("notes.txt")] // no program
    [InlineData(@"C:nothing.exe")]
    [InlineData("where\"")]
    [InlineData("wh?re")]
    [InlineData("where|x")]
    public void Find_Refuses(string name)
    {
        LaunchException refused = Assert.Throws<LaunchException>(() => _search.Find(name));

        Assert.Equal(127, refused.ExitCode);
        Assert.Contains(name, refused.Message, StringComparison.Ordinal);
    }
}
