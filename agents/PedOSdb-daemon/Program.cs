using PedOS.Agents.Hosting;
using PedOS.DatabaseDaemon;
using PedOS.Tools.Contracts;

return await GuestProgram.RunAsync(
    ThisSystem.Guest(),
    new ProgramDescription(ProgramNames.DatabaseDaemon, DaemonOptions.Usage, ProgramKind.Service)
    {
        CompletesInline = true,
    },
    args,
    DaemonProgram.RunAsync);
