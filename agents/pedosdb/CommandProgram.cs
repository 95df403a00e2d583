using PedOS.Agents.Database;
using PedOS.Agents.Hosting;

namespace PedOS.DatabaseCommand;

/// <summary>Puts the program together.</summary>
internal static class CommandProgram
{
    /// <summary>Does what the command line asks for.</summary>
    /// <param name="program">Its frame.</param>
    /// <returns>Exit code.</returns>
    public static async Task<int> RunAsync(ProgramContext program)
    {
        if (CommandOptions.TryParse(program.Arguments, out string problem) is not { } options)
        {
            return await program.ShowUsageAsync(problem, DatabaseCommands.Failed);
        }

        string endpoint = options.Endpoint ?? program.Guest.Endpoints.Database;
        await using DatabaseClient database = program.OpenDatabase(endpoint);
        using Stream output = Console.OpenStandardOutput();
        Answers answers = options.Json ? new JsonAnswers(options.Command, output) : new TextAnswers(options, output);
        using DatabaseCommands commands = new(database, options, answers, Console.Error);
        return await commands.RunAsync(program.Stopping);
    }
}
