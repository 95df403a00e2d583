using PedOS.Agents.Hosting;
using PedOS.Agents.Sessions;
using PedOS.Agents.Windows.Hosting;
using PedOS.QrexecAgent;
using PedOS.Tools.Contracts;

if (OperatingSystem.IsWindows())
{
    ProcessHardening.Apply();
}

if (ProgramQuestions.Answer(ProgramNames.QrexecAgent, AgentOptions.Usage, args) is { } answer)
{
    await Console.Out.WriteLineAsync(answer);
    return 0;
}

InlineCompletions.Enable();
if (OperatingSystem.IsWindows())
{
    ServiceEvents events = new();
    SessionEvents sessions = events.Sessions;
    return WindowsService.Run(
        ProgramNames.QrexecAgent, stopping => AgentProgram.RunAsync(args, sessions, stopping), events);
}

using StopSignals signals = new();
return await AgentProgram.RunAsync(args, new SessionEvents(), signals.Stopping);
