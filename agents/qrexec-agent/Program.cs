using PedOS.Agents.Hosting;
using PedOS.QrexecAgent;
using PedOS.Tools.Contracts;

return await GuestProgram.RunAsync(
    ThisSystem.Guest(),
    new ProgramDescription(ProgramNames.QrexecAgent, AgentOptions.Usage, ProgramKind.Service)
    {
        CompletesInline = true,
    },
    args,
    AgentProgram.RunAsync);
