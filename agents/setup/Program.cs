using System.Runtime.InteropServices;
using PedOS.Agents.Logging;
using PedOS.Agents.Windows.Hosting;
using PedOS.Setup;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Setup;
using PedOS.Tools.Engine.Text;

if (OperatingSystem.IsWindows())
{
    ProcessHardening.Apply();
}

SetupOptions options = SetupOptions.Parse(args, out string problem);
using SetupConsole console = new(options);
if (problem.Length > 0)
{
    console.Fail(ExitCode.Usage, SetupError.InvalidArgument, problem, "setup --help tells what can be asked for.");
    return ExitCode.Usage;
}

if (options.IsHelp || options.IsVersion)
{
    // Asking for it loads more than the rest of a help text.
    string version = options.IsVersion || options.IsJson
        ? ProgramVersion.Text
        : "";
    console.End(new SetupResult(
        ExitCode.Done,
        options.IsHelp ? SetupUsage.Text(options.Verb) : $"setup {version}",
        [("version", JsonValue.Of(version))]));
    return ExitCode.Done;
}

using CancellationTokenSource stop = new();

// A second signal changes nothing: what was begun is put back, and that takes its time. What only looks ends at once.
void Stop(PosixSignalContext context)
{
    context.Cancel = !options.OnlyLooks;
    stop.Cancel();
}

using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using PosixSignalRegistration close = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
SetupCommand command = new(options, console, TimeProvider.System);
if (options.Verb is SetupVerb.FirstStart && OperatingSystem.IsWindows())
{
    return WindowsService.Run(
        ProductSetup.FirstStartService,
        stopping => Task.Run(() => command.Run(stopping), CancellationToken.None),
        new());
}

int code = command.Run(stop.Token);
return options.IsInstaller ? ExitCode.ForInstaller(code) : code;
