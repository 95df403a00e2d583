using PedOS.Agents.Hosting;
using PedOS.Agents.Windows.Hosting;
using PedOS.DatabaseDaemon;
using PedOS.Tools.Contracts;

if (OperatingSystem.IsWindows())
{
    ProcessHardening.Apply();
}

if (ProgramQuestions.Answer(ProgramNames.DatabaseDaemon, DaemonOptions.Usage, args) is { } answer)
{
    await Console.Out.WriteLineAsync(answer);
    return 0;
}

InlineCompletions.Enable();
if (OperatingSystem.IsWindows())
{
    return WindowsService.Run(ProgramNames.DatabaseDaemon, stopping => DaemonProgram.RunAsync(args, stopping), new());
}

using StopSignals signals = new();
return await DaemonProgram.RunAsync(args, signals.Stopping);
