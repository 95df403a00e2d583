using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Volumes;
using Xunit;

namespace PedOS.Engine.Tests.Images;

/// <summary>.NET takes every path; the .NET Framework that does not is a double.</summary>
public sealed class LongPathTests
{
    [Fact]
    public void Openable_SaysWhatToDo_WhereTheRuntimeDoesNotTakeLongPaths()
    {
        List<string> given = [];
        WindowsVolume volume = new(path =>
        {
            // As System.IO.Path of .NET Framework with UseLegacyPathHandling: a question mark is a wildcard.
            given.Add(path);
            throw new ArgumentException("Illegal characters in path.");
        });

        for (int i = 0; i < 2; i++)
        {
            SetupException e = Assert.Throws<SetupException>(() => volume.Find(@"D:\Bilder", "Größe", "Bilder"));
            Assert.Equal(SetupError.SystemRefused, e.Error);
            Assert.Contains("Illegal characters in path.", e.Message, StringComparison.Ordinal);
            Assert.Contains("PowerShell 7", e.Remedy, StringComparison.Ordinal);
        }

        Assert.Equal([@"\\?\C:\"], given);
    }

    [Theory]
    [InlineData(@"D:\Größe", @"\\?\D:\Größe")]
    [InlineData(@"\\server\share\x", @"\\?\UNC\server\share\x")]
    [InlineData(@"\\?\D:\x", @"\\?\D:\x")]
    public void Openable_HasTheLongForm_WhereTheRuntimeTakesIt(string path, string openable) =>
        Assert.Equal(openable, new WindowsVolume(static _ => { }).Openable(path));

    [Fact]
    public void Allow_AsksForThem()
    {
        AppContext.SetSwitch(LongPaths.LegacySwitch, true);
        AppContext.SetSwitch(LongPaths.BlockSwitch, true);
        LongPaths.Allow();
        Assert.True(AppContext.TryGetSwitch(LongPaths.LegacySwitch, out bool isLegacy) && !isLegacy);
        Assert.True(AppContext.TryGetSwitch(LongPaths.BlockSwitch, out bool isBlocked) && !isBlocked);
    }
}
