using PedOS.Agents.Hosting;
using PedOS.Rpc;
using PedOS.Tools.Contracts;

return await GuestProgram.RunAsync(
    ThisSystem.Guest(),
    new ProgramDescription(ProgramNames.Rpc, VerbTable.Usage, ProgramKind.Task) { IsAskedFirst = true },
    args,
    RpcProgram.RunAsync);
