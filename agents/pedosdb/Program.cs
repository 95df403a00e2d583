using PedOS.Agents.Hosting;
using PedOS.DatabaseCommand;
using PedOS.Tools.Contracts;

return await GuestProgram.RunAsync(
    ThisSystem.Guest(),
    new ProgramDescription(ProgramNames.DatabaseCommand, CommandOptions.Usage, ProgramKind.Command)
    {
        IsAskedFirst = true,
    },
    args,
    CommandProgram.RunAsync);
