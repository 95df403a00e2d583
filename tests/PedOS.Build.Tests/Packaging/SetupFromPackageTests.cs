using PedOS.Build.Tools;
using PedOS.TestKit.Hives;
using PedOS.TestKit.Limits;
using PedOS.TestKit.Programs;
using Xunit;

namespace PedOS.Build.Tests.Packaging;

/// <summary>The real setup program takes what the build lays out.</summary>
public sealed class SetupFromPackageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SampleTree _tree = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [PatientFact(Timeout = 60_000)]
    public async Task Install_PutsTheModuleWhereModulesAre_AndUninstallLeavesNothing()
    {
        WindowsImage image = Image();
        WindowsImageSnapshot before = image.Snapshot();
        _tree.LayOut();

        ChildResult installed = await SetupAsync(
            image, "install", "--source", _tree.Workspace.Package, "--allow-unsigned");

        Assert.Equal(0, installed.ExitCode);
        Assert.Contains(installed.Lines, static l => l.Contains("Shared, Agent", StringComparison.Ordinal));
        string module = image.At(@"Program Files\WindowsPowerShell\Modules\PedOSTools\" + SampleTree.Version);
        Assert.True(File.Exists(Path.Join(module, "PedOSTools.psd1")));
        Assert.True(File.Exists(Path.Join(module, "en-US", "about_PedOSTools.help.txt")));
        Assert.True(File.Exists(image.At(@"Program Files\PedOS Tools\qubes-rpc\qubes.Own")));
        Assert.False(Directory.Exists(image.At(@"Program Files\PedOS Tools\module")));

        Assert.Equal(0, (await SetupAsync(image, "uninstall")).ExitCode);
        Assert.Empty(before.DifferenceTo(image.Snapshot()));
    }

    [PatientTheory(Timeout = 60_000)]
    [InlineData("XenBase")]
    [InlineData("Gui")]
    [InlineData("MoveProfiles")]
    public async Task Install_IsRefused_WhenThePackageHasNothingOfAComponent(string component)
    {
        WindowsImage image = Image();
        WindowsImageSnapshot before = image.Snapshot();
        _tree.LayOut();

        ChildResult refused = await SetupAsync(
            image, "install", "--component", component, "--source", _tree.Workspace.Package, "--allow-unsigned");

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains(
            refused.Lines, l => l.Contains($"the package has no component {component}", StringComparison.Ordinal));
        Assert.Empty(before.DifferenceTo(image.Snapshot()));
    }

    [PatientTheory(Timeout = 60_000)]
    [InlineData("bin/qrexec-agent.exe")]
    [InlineData("module/PedOSTools/1.2.3/PedOSTools.psm1")]
    public async Task Install_IsPutBack_WhenAFileIsNotWhatTheListSays(string path)
    {
        WindowsImage image = Image();
        _tree.LayOut();
        await File.AppendAllTextAsync(Path.Join(_tree.Workspace.Package, path), "x", Token);

        ChildResult failed = await SetupAsync(
            image, "install", "--source", _tree.Workspace.Package, "--allow-unsigned");

        Assert.NotEqual(0, failed.ExitCode);
        Assert.Contains(failed.Lines, static l => l.Contains("(DamagedPackage)", StringComparison.Ordinal));
        Assert.False(Directory.Exists(image.At(@"Program Files\PedOS Tools")));
        Assert.False(Directory.Exists(image.At(@"Program Files\WindowsPowerShell")));
    }

    public void Dispose()
    {
        _tree.Dispose();
        _folder.Dispose();
    }

    private WindowsImage Image()
    {
        Assert.SkipWhen(WindowsImage.MissingReason is not null, WindowsImage.MissingReason ?? "");
        Assert.SkipWhen(WindowsImageSnapshot.MissingReason is not null, WindowsImageSnapshot.MissingReason ?? "");
        return WindowsImage.Create(Path.Join(_folder.Path, "Vorlage 日本"));
    }

    private static Task<ChildResult> SetupAsync(WindowsImage image, params IEnumerable<string> arguments) =>
        ChildProcess.RunAsync(
            new ChildCommand(ProgramsPlace.PathOf("setup"), [.. arguments, "--image", image.Root])
            {
                WorkingDirectory = "/",
                Timeout = TimeSpan.FromMinutes(1),
                Environment = DotNet.Environment,
                Screen = TextWriter.Null,
            },
            Token);
}
