using PedOS.Agents.Hosting;
using PedOS.Agents.Windows.Hosting;
using PedOS.QrexecAgent;
using PedOS.Tools.Contracts;

InlineCompletions.Enable();
if (OperatingSystem.IsWindows())
{
    ProcessHardening.Apply();
    return WindowsService.Run(ProgramNames.QrexecAgent, stopping => AgentProgram.RunAsync(args, stopping), new());
}

using StopSignals signals = new();
return await AgentProgram.RunAsync(args, signals.Stopping).ConfigureAwait(false);
