using System.Runtime.InteropServices;
using PedOS.Agents.Logging;
using PedOS.Agents.Posix.Logging;
using PedOS.Tools.Contracts;
using Xunit;

namespace PedOS.Agents.Posix.Tests.Logging;

/// <summary>
/// Root writes and removes files in its log directory. Who may change that directory, or what leads to it, could have
/// root do it elsewhere.
/// </summary>
public sealed partial class PosixLogDirectoryTests : IDisposable
{
    private const uint Nobody = 65534;
    // Of a process that no system has: the highest number on Linux is 4194304.
    private const string Old = "qrexec-agent-20200101-000000-999999999.log";

    private readonly string _directory = Directory.CreateTempSubdirectory("pedos-log-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Common_BeginsWithTheProducts_AndHasAnother()
    {
        Assert.All(PosixLogDirectory.Common, d => Assert.True(Path.IsPathFullyQualified(d)));
        Assert.Equal("/var/log/pedos", PosixLogDirectory.Common[0]);
        Assert.Equal(2, PosixLogDirectory.Common.Count);
    }

    [Fact]
    public void Open_TakesADirectory_ThatNobodyElseCanChange_AndMakesIt()
    {
        using LogDirectory opened = PosixLogDirectory.Open(Path.Combine(_directory, "new", "log"));

        File.WriteAllText(Path.Combine(opened.Path, "a"), "text");
        Assert.Equal("text", File.ReadAllText(Path.Combine(_directory, "new", "log", "a")));
    }

    [Fact]
    public void Open_RefusesADirectoryOfAUser_AndOneBelowIt()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can give a directory away");
        string ofUser = Make("home");
        string below = Directory.CreateDirectory(Path.Combine(ofUser, "log")).FullName;
        Assert.Equal(0, Chown(ofUser, Nobody, Nobody));

        Assert.Throws<UnauthorizedAccessException>(() => PosixLogDirectory.Open(ofUser));
        UnauthorizedAccessException refused =
            Assert.Throws<UnauthorizedAccessException>(() => PosixLogDirectory.Open(below));
        Assert.Contains("65534", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_RefusesADirectory_IntoWhichOthersMayWrite()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "others are of interest to root's programs");
        string open = Make("open");
        File.SetUnixFileMode(open, (UnixFileMode)0b111_111_111);

        Assert.Throws<UnauthorizedAccessException>(() => PosixLogDirectory.Open(open));
    }

    [Fact]
    public void Open_RefusesALinkOfAUser_ToADirectoryOfRoot()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can give a directory away");
        string victim = Victim();
        string home = Make("home");
        string link = Path.Combine(home, "log");
        _ = Directory.CreateSymbolicLink(link, victim);
        Assert.Equal(0, Chown(home, Nobody, Nobody));

        Assert.Throws<UnauthorizedAccessException>(() => PosixLogDirectory.Open(link));
        Assert.True(File.Exists(Path.Combine(victim, Old)));
    }

    [Fact]
    public async Task Sweep_StaysInTheDirectoryThatWasOpened_WhenItIsReplacedByALink()
    {
        string victim = Victim();
        string log = Make("log");
        File.WriteAllText(Path.Combine(log, Old), "");
        File.SetLastWriteTimeUtc(Path.Combine(log, Old), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        LogPlaces places = new([], () => null)
        {
            Open = directory =>
            {
                // What whoever owns the directory above can do at this very moment.
                LogDirectory opened = PosixLogDirectory.Open(directory);
                Directory.Move(log, log + ".moved");
                _ = Directory.CreateSymbolicLink(log, victim);
                return opened;
            },
        };
        await using (FileLog file = new("qrexec-agent", places, null, TimeProvider.System))
        {
            file.Configure(new LogOptions(log, LogLevel.Info, TimeSpan.FromDays(7), 1 << 20));
            file.Write(LogLevel.Info, "a line");
            await file.FlushAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal([Old], Directory.GetFiles(victim).Select(Path.GetFileName));
        string written = Assert.Single(Directory.GetFiles(log + ".moved"));
        Assert.NotEqual(Old, Path.GetFileName(written));
    }

    private string Make(string name) => Directory.CreateDirectory(Path.Combine(_directory, name)).FullName;

    private string Victim()
    {
        string victim = Make("victim");
        File.WriteAllText(Path.Combine(victim, Old), "");
        File.SetLastWriteTimeUtc(Path.Combine(victim, Old), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        return victim;
    }

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Chown(string path, uint user, uint group);
}
