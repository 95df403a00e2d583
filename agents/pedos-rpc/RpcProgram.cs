using PedOS.Agents.Hosting;

namespace PedOS.Rpc;

/// <summary>The program, whoever started it.</summary>
internal static class RpcProgram
{
    /// <summary>Exit code: it was done.</summary>
    public const int Done = 0;

    /// <summary>Exit code: it was not.</summary>
    public const int Failed = 1;

    /// <summary>Does what the command line asks for.</summary>
    /// <param name="program">Its frame.</param>
    /// <returns>Exit code: 0, 1 when it could not be done, 2 for a wrong command line.</returns>
    public static async Task<int> RunAsync(ProgramContext program)
    {
        if (VerbLine.TryParse(program.Arguments, out string problem) is not { } line)
        {
            return await program.ShowUsageAsync(problem);
        }

        try
        {
            return await line.Verb.RunAsync(line, program);
        }
        catch (IOException e)
        {
            await Console.Error.WriteLineAsync($"pedos-rpc: {e.Message}");
            return Failed;
        }
        catch (OperationCanceledException) when (program.Stopping.IsCancellationRequested)
        {
            return Failed;
        }
    }
}
