using PedOS.Agents.Hosting;
using PedOS.QrexecWrapper;
using PedOS.Tools.Contracts;

return await GuestProgram.RunAsync(
    ThisSystem.Guest(),
    new ProgramDescription(ProgramNames.QrexecWrapper, WrapperProgram.Usage, ProgramKind.Helper)
    {
        CompletesInline = true,
    },
    args,
    WrapperProgram.RunAsync);
