using PedOS.Agents.Processes;
using PedOS.Protocols.Qrexec;

namespace PedOS.Rpc.Running;

/// <summary>Runs what a caller names; the policy of dom0 says who may.</summary>
/// <param name="programs">Starts programs.</param>
internal sealed class RunVerbs(IForegroundPrograms programs)
{
    /// <summary>Runs the command in an argument.</summary>
    /// <param name="argument">See <see cref="CommandWords"/>; null when the call has none.</param>
    /// <returns>The command's exit code; 125 or 127 when it could not be started.</returns>
    /// <exception cref="IOException">The argument is no command.</exception>
    public async Task<int> ExecAsync(string? argument) =>
        CommandWords.TryRead(argument ?? "", out IReadOnlyList<string> words, out string problem)
            ? await RunAsync(words)
            : throw new IOException($"the service's argument is not a command: {problem}");

    /// <summary>Runs the commands on standard input.</summary>
    /// <returns>The shell's exit code.</returns>
    public Task<int> ShellAsync() => RunAsync(programs.Shell);

    private async Task<int> RunAsync(IReadOnlyList<string> words)
    {
        try
        {
            return ExitCodes.Told(await programs.RunAsync(words));
        }
        catch (LaunchException e)
        {
            await Console.Error.WriteLineAsync($"pedos-rpc: {e.Message}");
            return e.ExitCode;
        }
    }
}
