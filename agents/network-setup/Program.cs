using PedOS.Agents.Hosting;
using PedOS.NetworkSetup;
using PedOS.Tools.Contracts;

return await GuestProgram.RunAsync(
    ThisSystem.Guest(),
    new ProgramDescription(
        ProgramNames.NetworkSetup,
        NetworkOptions.Usage,
        NetworkOptions.AsksForOneTask(args) ? ProgramKind.Task : ProgramKind.Service),
    args,
    NetworkProgram.RunAsync);
