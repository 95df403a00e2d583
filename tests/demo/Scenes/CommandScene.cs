using PedOS.TestKit.Dom0;

namespace PedOS.Demo.Scenes;

/// <summary>dom0 runs commands in the guest.</summary>
internal sealed class CommandScene : IScene
{
    public string Title => "dom0 runs commands in the guest";

    public async Task PlayAsync(Stage stage, CancellationToken cancellationToken)
    {
        const string Command = "echo hello from the guest; echo a warning >&2; exit 7";
        stage.Show("dom0 types", Command);
        CallResult result = await stage.Guest.ShellAsync(Command, cancellationToken: cancellationToken);
        stage.CheckEqual("output", "hello from the guest\n", result.OutputText, "hello from the guest");
        stage.CheckEqual("error output, apart from it", "a warning\n", result.ErrorText, "a warning");
        stage.CheckEqual("exit code", 7, result.ExitCode);

        CallResult killed = await stage.Guest.ShellAsync("kill -TERM $$", cancellationToken: cancellationToken);
        stage.CheckEqual("program ended by signal 15", 143, killed.ExitCode, "exit code 143");

        stage.Guest.AddService("demo.Greet", "read name; echo \"$QREXEC_REMOTE_DOMAIN greets $name with $1\"; exit 3");
        CallResult service = await stage.Guest.CallAsync(
            "demo.Greet+flowers", "work", "Ada\n"u8.ToArray(), cancellationToken);
        stage.CheckEqual(
            "service demo.Greet+flowers", "work greets Ada with flowers\n", service.OutputText,
            service.OutputText.TrimEnd());
        stage.CheckEqual("its exit code", 3, service.ExitCode);

        CallResult missing = await stage.Guest.CallAsync("demo.Nothing+", cancellationToken: cancellationToken);
        stage.CheckEqual("a service that is not there", 127, missing.ExitCode, "exit code 127");
    }
}
