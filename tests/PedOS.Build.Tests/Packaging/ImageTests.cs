using PedOS.Build.Packaging;
using PedOS.Build.Tools;
using PedOS.TestKit.Hives;
using PedOS.TestKit.Limits;
using PedOS.TestKit.Programs;
using Xunit;

namespace PedOS.Build.Tests.Packaging;

/// <summary>The image of a CD and the package for dom0, read by programs that did not write them.</summary>
public sealed class ImageTests : IDisposable
{
    private static readonly DateTimeOffset Date = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly SampleTree _tree = new();

    public ImageTests()
    {
        Assert.SkipUnless(Requirement.ImageTools.IsPresent(), Requirement.ImageTools.Name + " is not installed");
        _tree.LayOut();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _tree.Dispose();

    [PatientFact(Timeout = 60_000)]
    public async Task Iso_HasEverything_AndItsHashesAreRight()
    {
        string image = await WriteImageAsync("one.iso");
        string target = Unpacked();

        await ReaderTool.RunAsync(target, "bsdtar", "-xf", image);

        Assert.True(File.Exists(Path.Join(target, "setup.exe")));
        Assert.True(File.Exists(Path.Join(target, "package.json")));
        Assert.True(File.Exists(Path.Join(target, "bill.json")));
        Assert.True(File.Exists(Path.Join(
            target, "module", "PedOSTools", SampleTree.Version, "en-US", "about_PedOSTools.help.txt")));
        await ReaderTool.RunAsync(target, "sha256sum", "--check", "--strict", "--quiet", HashList.FileName);
        int files = Directory.EnumerateFiles(target, "*", SearchOption.AllDirectories).Count();
        Assert.Equal(files - 1, (await File.ReadAllLinesAsync(Path.Join(target, HashList.FileName), Token)).Length);
    }

    [PatientFact(Timeout = 60_000)]
    public async Task Iso_HasLongNamesForWindows()
    {
        string image = await WriteImageAsync("one.iso");

        // Windows reads the Joliet names, Linux those of Rock Ridge.
        IReadOnlyList<string> found = await ReaderTool.RunAsync(
            "/", "bsdtar", "--options", "iso9660:!rockridge", "-tf", image);

        Assert.Contains($"module/PedOSTools/{SampleTree.Version}/en-US/about_PedOSTools.help.txt", found);
        Assert.Contains("setup.exe", found);
        Assert.Contains("bin/PedOSdb-daemon.exe", found);
    }

    [PatientFact(Timeout = 60_000)]
    public async Task Iso_IsTheSameAgain_WhateverTimesAndRightsTheFilesHave()
    {
        string one = FileHash.Of(await WriteImageAsync("one.iso"));
        string program = Path.Join(_tree.Workspace.Package, "bin", "setup.exe");
        File.SetLastWriteTimeUtc(program, new DateTime(2001, 1, 1));
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await Task.Delay(TimeSpan.FromSeconds(1.1), Token);

        Assert.Equal(one, FileHash.Of(await WriteImageAsync("two.iso")));

        _tree.Write("out/package/bin/more.txt", "x");
        Assert.NotEqual(one, FileHash.Of(await WriteImageAsync("three.iso")));
    }

    [PatientFact(Timeout = 60_000)]
    public async Task Setup_InTheRoot_FindsThePackage()
    {
        Assert.SkipWhen(WindowsImage.MissingReason is not null, WindowsImage.MissingReason ?? "");
        string target = Unpacked();
        await ReaderTool.RunAsync(target, "bsdtar", "-xf", await WriteImageAsync("one.iso"));

        // The program for this machine stands in for the one for Windows.
        foreach (string file in Directory.EnumerateFiles(ProgramsPlace.FullPath))
        {
            File.Copy(file, Path.Join(target, Path.GetFileName(file)));
        }

        var windows = WindowsImage.Create(_tree.Workspace.At("Vorlage ö"));
        await ReaderTool.RunAsync(
            "/", Path.Join(target, "setup"), "install", "--allow-unsigned", "--image", windows.Root);

        Assert.True(File.Exists(windows.At(@"Program Files\PedOS Tools\bin\qrexec-agent.exe")));
    }

    [PatientFact(Timeout = 60_000)]
    public async Task Rpm_CarriesTheImageToItsPlace_AndIsTheSameAgain()
    {
        string image = await WriteImageAsync("one.iso");
        string one = await WritePackageAsync("one.rpm", image);
        string target = Unpacked();

        Assert.Equal(
            [
                "/usr/lib/qubes/pedos-windows-tools.iso", "/usr/share/licenses/pedos-windows-tools",
                "/usr/share/licenses/pedos-windows-tools/LICENSE",
            ],
            await ReaderTool.RunAsync("/", "rpm", "-qpl", one));
        Assert.Equal(
            [$"pedos-windows-tools {SampleTree.Version} noarch GPL-2.0-only {Date.ToUnixTimeSeconds()} pedos"],
            await ReaderTool.RunAsync(
                "/", "rpm", "-qp", "--qf", "%{NAME} %{VERSION} %{ARCH} %{LICENSE} %{BUILDTIME} %{BUILDHOST}\\n", one));
        Assert.Contains(
            $"PedOS-windows-tools = {SampleTree.Version}-1",
            await ReaderTool.RunAsync("/", "rpm", "-qp", "--provides", one));
        await ReaderTool.RunAsync(target, "/bin/sh", "-c", "rpm2cpio \"$1\" | cpio -idm --quiet", "sh", one);
        Assert.Equal(FileHash.Of(image), FileHash.Of(Path.Join(target, "usr/lib/qubes/pedos-windows-tools.iso")));

        await Task.Delay(TimeSpan.FromSeconds(1.1), Token);
        Assert.Equal(FileHash.Of(one), FileHash.Of(await WritePackageAsync("two.rpm", image)));
    }

    private string Unpacked()
    {
        string folder = _tree.Workspace.At("entpackt ığ");
        Directory.CreateDirectory(folder);
        return folder;
    }

    private async Task<string> WriteImageAsync(string name)
    {
        string path = _tree.Workspace.At(name);
        await new IsoImage(_tree.Workspace, Date).WriteAsync(path, [_tree.Write("bill.json", "{}")], Token);
        return path;
    }

    private async Task<string> WritePackageAsync(string name, string image)
    {
        string spec = _tree.Workspace.At("module", "installer", "pedos-windows-tools.spec");
        Directory.CreateDirectory(Path.GetDirectoryName(spec)!);
        File.Copy(
            Path.Join(ProgramsPlace.FindRepositoryRoot(), "module", "installer", Path.GetFileName(spec)), spec, true);
        string path = _tree.Workspace.At(name);
        await new RpmPackage(_tree.Workspace, SampleTree.Version, Date).WriteAsync(path, image, Token);
        return path;
    }
}
