using System.Text;
using PedOS.Agents.Database;
using PedOS.Agents.Hosting;
using PedOS.Agents.Processes;
using PedOS.Agents.Sessions;
using PedOS.Agents.Windows.Hosting;

namespace PedOS.Rpc;

/// <summary>What waits for the system.</summary>
/// <param name="program">The frame of the program.</param>
/// <param name="options">Command line.</param>
internal sealed class WaitVerbs(ProgramContext program, RpcOptions options)
{
    // A user principal name has at most 256 characters.
    private const int MaxUserBytes = 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(false, true);

    /// <summary>Waits until the user named on standard input is logged on; with no name, until anybody is.</summary>
    /// <returns>Exit code.</returns>
    public async Task<int> ForSessionAsync(CancellationToken cancellationToken)
    {
        using IByteSource input = program.Guest.Streams.OpenInput();
        byte[] line = await ShortInput
            .ReadLineAsync(input, MaxUserBytes, program.Time, cancellationToken);
        string user;
        try
        {
            user = StrictUtf8.GetString(line).TrimEnd('\r');
        }
        catch (DecoderFallbackException)
        {
            throw new IOException("the user name on standard input is not UTF-8");
        }

        using ISessions sessions = program.Guest.OpenSessions();
        string who = user.Length > 0 ? user : "anybody";
        return await WithinAsync(
            token => SessionWait.ForAsync(sessions, user, token), $"{who} has not logged on", cancellationToken);
    }

    /// <summary>Waits until the system's services were started and the configuration database serves.</summary>
    /// <returns>Exit code.</returns>
    public async Task<int> ForSystemAsync(CancellationToken cancellationToken)
    {
        await using DatabaseClient database = program.OpenDatabase(options.Database);
        return await WithinAsync(
            async token =>
            {
                await WaitForServicesAsync(token);
                await foreach (string _ in database.WatchAsync("/name", token))
                {
                    return;
                }
            },
            "the system has not started",
            cancellationToken);
    }

    // As far as the system tells.
    private static Task WaitForServicesAsync(CancellationToken cancellationToken) =>
        OperatingSystem.IsWindows() ? AutoStart.WaitAsync(cancellationToken) : Task.CompletedTask;

    private async Task<int> WithinAsync(
        Func<CancellationToken, Task> waitAsync, string late, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(options.Timeout, program.Time);
        using CancellationTokenSource either =
            CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await waitAsync(either.Token);
            return RpcProgram.Done;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"{late} within {options.Timeout.TotalSeconds:0} s");
        }
    }
}
