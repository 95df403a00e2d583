using System.Globalization;
using System.IO.Compression;
using PedOS.Engine.Tests.Images;
using PedOS.Engine.Tests.Logs;
using PedOS.TestKit.Setup;
using PedOS.Tools.Contracts;
using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Diagnostics;
using PedOS.Tools.Engine.Logs;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Plans;
using Xunit;

namespace PedOS.Engine.Tests.Diagnostics;

public sealed class DiagnosticArchiveTests : IDisposable
{
    private const string Log = "qrexec-agent-20261121-100000-1.log";

    private readonly TemporaryDirectory _directory = new();
    private readonly FakeWindows _machine = new();
    private readonly MemoryLogFolder _folder = new();

    public DiagnosticArchiveTests()
    {
        SamplePackage package = new("1.0.0");
        new SetupEngine(_machine, package, NoObserver.Instance).Run(
            new Planner(_machine, null, "first").Install(package.List, package, [ComponentNames.Agent], new()),
            CancellationToken.None);
        const string Profiles = @"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList\S-1-5-21-1-2-3-1001";
        _machine.Registry.Set(Profiles, "ProfileImagePath", RegistryValue.ExpandText(@"C:\Users\Jürgen Groß"));
        _machine.Registry.Set(
            $@"HKLM\{SettingNames.RootKey}", SettingNames.DefaultUser, RegistryValue.Text("Işık"));
        _folder.Write(
            Log,
            Line("Jürgen Groß (jürgen@firma.de) runs on FAKE at 10.137.0.5, version 9.1.0.2") + Line("password=1234"));
    }

    private string Target => _directory.Join("Tanılama 診断.zip");

    public void Dispose()
    {
        _machine.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Write_MakesOneArchive_WithoutWhatIsPrivate()
    {
        DiagnosticReport report = Write();

        Assert.Equal([Target], Directory.GetFileSystemEntries(_directory.Path));
        Assert.Equal((Target, new FileInfo(Target).Length), (report.Path, report.Length));
        using ZipArchive archive = ZipFile.OpenRead(Target);
        Assert.Equal(
            [
                "status.txt", "health.txt", "operations.txt", "configuration.txt", "services.txt",
                "logs/qrexec-agent.txt", "left-out.txt",
            ],
            archive.Entries.Select(static e => e.FullName));
        Assert.Equal(archive.Entries.Select(static e => e.FullName), report.Included);
        string all = string.Concat(archive.Entries.Select(Text));
        Assert.All(
            (string[])["Jürgen", "Groß", "Işık", "FAKE", "firma", "10.137.0.5", "1234"],
            secret => Assert.DoesNotContain(secret, all, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(
            """
            2026-11-21T10:00:01.000Z Info [1] <user> (<mail>) runs on <machine> at <address>, version 9.1.0.2
            2026-11-21T10:00:01.000Z Info [1] password=<key>

            """.ReplaceLineEndings("\r\n"),
            Text(archive.GetEntry("logs/qrexec-agent.txt")!));
        Assert.Contains("tools: 1.0.0", Text(archive.GetEntry("status.txt")!), StringComparison.Ordinal);
        Assert.Contains(
            "first Install Done 1.0.0", Text(archive.GetEntry("operations.txt")!), StringComparison.Ordinal);
        Assert.Contains("Pass: Component Agent", Text(archive.GetEntry("health.txt")!), StringComparison.Ordinal);
        Assert.Contains(
            "(all) DefaultUser = <user> (Machine)",
            Text(archive.GetEntry("configuration.txt")!),
            StringComparison.Ordinal);
        Assert.Contains("qrexec-agent: Running", Text(archive.GetEntry("services.txt")!), StringComparison.Ordinal);
        string leftOut = Text(archive.GetEntry("left-out.txt")!);
        Assert.Contains("the log of network-setup: there is none", leftOut, StringComparison.Ordinal);
        Assert.Equal(report.LeftOut, leftOut.Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Write_TakesNothingFromOutsideTheFolders()
    {
        string folder = _directory.Join("log");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Join(folder, "network-setup-20261121-100000-3.log"), Line("inside"));
        File.WriteAllText(Path.Join(folder, "other.log"), Line("of another program"));
        string secret = _directory.Join("outside");
        File.WriteAllText(secret, Line("outside"));
        File.CreateSymbolicLink(Path.Join(folder, Log), secret);

        _ = new DiagnosticArchive(_machine, [new HostLogFolder(folder)])
            .Write(Target, isReplacing: false, CancellationToken.None);

        using ZipArchive archive = ZipFile.OpenRead(Target);
        Assert.Equal(
            ["logs/network-setup.txt"],
            archive.Entries.Select(static e => e.FullName)
                .Where(static n => n.StartsWith("logs/", StringComparison.Ordinal)));
        Assert.DoesNotContain(archive.Entries, static e => e.FullName.Contains("..", StringComparison.Ordinal));
        string all = string.Concat(archive.Entries.Select(Text));
        Assert.DoesNotContain("outside", all, StringComparison.Ordinal);
        Assert.DoesNotContain("of another program", all, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_KeepsTheNewestLines()
    {
        _folder.Write(Log, string.Concat(Enumerable.Range(0, 20_005).Select(static i => Line($"line {i} ends"))));

        _ = Write();

        string[] lines = ReadLog();
        Assert.Equal(20_000, lines.Length);
        Assert.EndsWith("line 5 ends", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("line 20004 ends", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Write_IsBounded_WhateverIsInTheLogs()
    {
        string word = string.Concat(Enumerable.Repeat("word ", 4000));
        _folder.Write(Log, string.Concat(Enumerable.Range(0, 600).Select(i => Line($"{word}{i}"))));

        _ = Write();

        string[] lines = ReadLog();
        Assert.InRange(lines.Sum(static l => (long)l.Length), 7 << 20, 9 << 20);
        Assert.EndsWith(" 599", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Write_LeavesOutWhatCannotBeRead_AndSaysSo()
    {
        _machine.Files.Delete(@"C:\Program Files\PedOS Setup\receipt.json");
        using MemoryStream text = new("{"u8.ToArray());
        _machine.Files.Write(@"C:\Program Files\PedOS Setup\receipt.json", text, access: null, written: null);
        _folder.IsClosed = true;

        DiagnosticReport report = Write();

        Assert.Equal(
            ["health.txt", "operations.txt", "configuration.txt", "services.txt", "left-out.txt"], report.Included);
        Assert.Contains(report.LeftOut, static l => l.StartsWith("status.txt: ", StringComparison.Ordinal));
        Assert.Contains("logs/qrexec-agent.txt: the folder of Jürgen is closed", report.LeftOut);
    }

    [Fact]
    public void Write_GoesOn_WhenAFileDisappears_OrCannotBeReadToItsEnd()
    {
        const string Gone = "network-setup-20261121-100000-3.log";
        _folder.Write(Gone, Line("gone"));
        _folder.Gone.Add(Gone);
        string first = Line("before the disk fails");
        _folder.Write(Log, first + Line("behind it"));
        _folder.FailsAt.Add(Log, first.Length);

        DiagnosticReport report = Write();

        Assert.EndsWith("before the disk fails", Assert.Single(ReadLog()), StringComparison.Ordinal);
        Assert.Contains("the log of network-setup: there is none", report.LeftOut);
    }

    [Fact]
    public void Write_LeavesWhatHasTheName()
    {
        File.WriteAllText(Target, "mine");
        File.WriteAllText(Target + ".part", "mine, too");

        SetupException e = ImageFixture.Refused(SetupError.ResourceExists, () => Write());

        Assert.Contains(Target, e.Message, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(Target));
        Assert.Equal("mine, too", File.ReadAllText(Target + ".part"));
        Assert.Equal(2, Directory.GetFileSystemEntries(_directory.Path).Length);
    }

    [Fact]
    public void Write_ReplacesWhatHasTheName_WhenThatIsSaid()
    {
        File.WriteAllText(Target, "old");

        _ = new DiagnosticArchive(_machine, [_folder]).Write(Target, isReplacing: true, CancellationToken.None);

        Assert.NotEmpty(ReadLog());
        Assert.Equal([Target], Directory.GetFileSystemEntries(_directory.Path));
    }

    [Fact]
    public void Write_SaysSo_WhereThereIsNoFolder()
    {
        string target = _directory.Join("none/x.zip");

        SetupException e = ImageFixture.Refused(
            SetupError.InputOutput,
            () => new DiagnosticArchive(_machine, [_folder]).Write(target, isReplacing: false, default));

        Assert.Contains($"{target} cannot be written", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_LeavesNothing_WhenItIsStopped()
    {
        Assert.Throws<OperationCanceledException>(
            () => new DiagnosticArchive(_machine, [_folder]).Write(Target, isReplacing: false, new(canceled: true)));

        Assert.Empty(Directory.GetFileSystemEntries(_directory.Path));
        Assert.Equal(0, _folder.Open);
    }

    [Fact]
    public void Write_ShowsNoHalfArchive_UnderItsName()
    {
        // Looked at while the logs are read.
        List<string> seen = [];
        WatchedFolder watched = new(_folder, () => seen.AddRange(Directory.GetFileSystemEntries(_directory.Path)));

        _ = new DiagnosticArchive(_machine, [watched]).Write(Target, isReplacing: false, CancellationToken.None);

        Assert.NotEmpty(seen);
        Assert.DoesNotContain(Target, seen);
        Assert.All(seen, s => Assert.StartsWith(Target, s, StringComparison.Ordinal));
    }

    private static string Line(string text) =>
        string.Create(CultureInfo.InvariantCulture, $"2026-11-21T10:00:01.000Z I {text}\n");

    private static string Text(ZipArchiveEntry entry)
    {
        using StreamReader reader = new(entry.Open());
        return reader.ReadToEnd();
    }

    private DiagnosticReport Write() =>
        new DiagnosticArchive(_machine, [_folder]).Write(Target, isReplacing: false, CancellationToken.None);

    private string[] ReadLog()
    {
        using ZipArchive archive = ZipFile.OpenRead(Target);
        return Text(archive.GetEntry("logs/qrexec-agent.txt")!).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }

    private sealed class WatchedFolder(ILogFolder folder, Action look) : ILogFolder
    {
        public IReadOnlyList<string> List() => folder.List();

        public Stream? TryOpen(string fileName)
        {
            look();
            return folder.TryOpen(fileName);
        }
    }
}
