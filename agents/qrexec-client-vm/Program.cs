using PedOS.Agents.Hosting;
using PedOS.QrexecClientVm;
using PedOS.Tools.Contracts;

return await GuestProgram.RunAsync(
    ThisSystem.Guest(),
    new ProgramDescription(ProgramNames.QrexecClientVm, ClientOptions.Usage, ProgramKind.Command)
    {
        IsAskedFirst = true,
        CompletesInline = true,
    },
    args,
    ClientProgram.RunAsync);
