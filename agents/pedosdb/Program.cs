using PedOS.Agents.Database;
using PedOS.Agents.Hosting;
using PedOS.Agents.Windows.Hosting;
using PedOS.DatabaseCommand;
using PedOS.Tools.Contracts;

if (OperatingSystem.IsWindows())
{
    ProcessHardening.Apply();
}

if (ProgramQuestions.AnswerFirst(ProgramNames.DatabaseCommand, CommandOptions.Usage, args) is { } answer)
{
    await Console.Out.WriteLineAsync(answer);
    return DatabaseCommands.Done;
}

if (CommandOptions.TryParse(args, out string problem) is not { } options)
{
    TextWriter stream = problem.Length > 0 ? Console.Error : Console.Out;
    if (problem.Length > 0)
    {
        await stream.WriteLineAsync($"pedosdb: {problem}");
    }

    await stream.WriteLineAsync(CommandOptions.Usage);
    return problem.Length > 0 ? DatabaseCommands.Failed : DatabaseCommands.Done;
}

CommandPlatform platform = CommandPlatform.ForThisSystem();
DatabaseClient database = new(platform.Connector, options.Endpoint ?? platform.DefaultEndpoint, TimeProvider.System);
await using (database)
{
    using Stream output = Console.OpenStandardOutput();
    using DatabaseCommands commands = new(database, options, output, Console.Error);
    return await commands.RunAsync(CancellationToken.None);
}
