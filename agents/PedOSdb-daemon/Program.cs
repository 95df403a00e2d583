using PedOS.Agents.Hosting;
using PedOS.Agents.Windows.Hosting;
using PedOS.DatabaseDaemon;
using PedOS.Tools.Contracts;

InlineCompletions.Enable();
if (OperatingSystem.IsWindows())
{
    ProcessHardening.Apply();
    return WindowsService.Run(ProgramNames.DatabaseDaemon, stopping => DaemonProgram.RunAsync(args, stopping), new());
}

using StopSignals signals = new();
return await DaemonProgram.RunAsync(args, signals.Stopping).ConfigureAwait(false);
