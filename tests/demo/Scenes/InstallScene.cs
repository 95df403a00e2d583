using PedOS.TestKit.Hives;
using PedOS.TestKit.Programs;
using PedOS.TestKit.Setup;

namespace PedOS.Demo.Scenes;

/// <summary>The tools go into the image of a Windows that is not running, and leave it without a trace.</summary>
internal sealed class InstallScene : IScene
{
    public string Title => "Into a Windows image, and out of it again";

    public async Task PlayAsync(Stage stage, CancellationToken cancellationToken)
    {
        if ((WindowsImage.MissingReason ?? WindowsImageSnapshot.MissingReason) is { } reason)
        {
            stage.Show("left out", reason);
            return;
        }

        string root = Directory.CreateTempSubdirectory("pedos-demo-").FullName;
        try
        {
            string package = Path.Join(root, "package");
            new SamplePackage("1.0.0").WriteTo(package);
            await PlayAsync(stage, WindowsImage.Create(Path.Join(root, "windows")), package, cancellationToken);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static async Task PlayAsync(
        Stage stage, WindowsImage image, string package, CancellationToken cancellationToken)
    {
        WindowsImageSnapshot before = image.Snapshot();
        await RunAsync(
            "install", "--source", package, "--allow-unsigned", "--component", "Agent,XenNetwork", "--template");
        int changes = before.DifferenceTo(image.Snapshot()).Count;
        stage.Check("the image has changed", changes > 50, $"{changes} differences in files and hives");

        await RunAsync("status");
        await RunAsync("log-level", "Debug", "--component", "qrexec-agent");
        string exported = string.Join(
            '\n', WindowsImageSnapshot.Export(image.Software, @"HKEY_LOCAL_MACHINE\SOFTWARE"));
        stage.Check(
            "an independent reader sees it",
            exported.Contains(@"PedOS Tools\qrexec-agent", StringComparison.Ordinal)
                && exported.Contains("\"LogLevel\"=dword:00000004", StringComparison.Ordinal),
            "\"LogLevel\"=dword:00000004");

        await RunAsync("log-level", "--reset", "--component", "qrexec-agent");
        await RunAsync("uninstall");
        IReadOnlyList<string> left = before.DifferenceTo(image.Snapshot());
        stage.CheckEqual("differences that are left", 0, left.Count, left.Count > 0 ? left[0] : "none");

        async Task RunAsync(params string[] arguments)
        {
            await using ProgramUnderTest setup = ProgramUnderTest.Start(
                new(ProgramsPlace.PathOf("setup"), [.. arguments, "--image", image.Root]));
            int exitCode = await setup.FinishAsync(cancellationToken);
            stage.CheckEqual(
                "setup " + string.Join(' ', arguments.Where(a => a != package && a != "--source")), 0, exitCode, "");
            foreach (string line in (setup.Output + setup.Error).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                stage.Show("", line);
            }
        }
    }
}
