using System.Runtime.InteropServices;
using PedOS.Agents.Logging;
using PedOS.Agents.Windows.Hosting;
using PedOS.Setup;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Setup;
using PedOS.Tools.Engine.Text;

bool isOwnWindow = false;
if (OperatingSystem.IsWindows())
{
    ProcessHardening.Apply();
    isOwnWindow = OwnWindow.IsHere;
}

SetupStart start = SetupStart.Of(args, isOwnWindow, Environment.IsPrivilegedProcess);
SetupOptions options = SetupOptions.Parse(start.Words, out string problem);
using SetupConsole console = new(options);
int code = Run();
if (start.Waits)
{
    _ = console.Ask("Enter closes this window.");
}

return code;

int Run()
{
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

    return start.NeedsElevation ? Elevate() : Work();
}

int Work()
{
    using CancellationTokenSource stop = new();

    // A second signal changes nothing: what was begun is put back, and that takes its time. What only looks, or waits
    // for an answer, ends at once.
    void Stop(PosixSignalContext context)
    {
        context.Cancel = !options.OnlyLooks && !console.IsWaiting;
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

    int result = command.Run(stop.Token);
    return options.IsInstaller ? ExitCode.ForInstaller(result) : result;
}

int Elevate()
{
    Elevation.StartAgain(start.Words, out string why);
    if (why.Length == 0)
    {
        // The other window goes on, and this one has nothing to say.
        start = start with { Waits = false };
        return ExitCode.Done;
    }

    const string Remedy = "Start setup again, and agree; or ask an administrator.";
    console.Fail(ExitCode.Refused, SetupError.AccessDenied, why, Remedy);
    return ExitCode.Refused;
}
