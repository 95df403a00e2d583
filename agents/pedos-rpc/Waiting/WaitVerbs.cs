using System.Text;
using PedOS.Agents.Database;
using PedOS.Agents.Processes;
using PedOS.Agents.Sessions;

namespace PedOS.Rpc.Waiting;

/// <summary>What waits for the system.</summary>
/// <param name="timeout">Longest wait.</param>
/// <param name="time">Clock.</param>
internal sealed class WaitVerbs(TimeSpan timeout, TimeProvider time)
{
    // A user principal name has at most 256 characters.
    private const int MaxUserBytes = 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(false, true);

    /// <summary>Waits until the named user is logged on; with no name, until anybody is.</summary>
    /// <param name="input">The name, one line.</param>
    /// <param name="openSessions">Opens the list of who is logged on.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Exit code.</returns>
    /// <exception cref="IOException">Nobody has, in time; or the name cannot be read.</exception>
    public async Task<int> ForSessionAsync(
        IByteSource input, Func<ISessions> openSessions, CancellationToken cancellationToken)
    {
        byte[] line = await ShortInput.ReadLineAsync(input, MaxUserBytes, time, cancellationToken);
        string user;
        try
        {
            user = StrictUtf8.GetString(line).TrimEnd('\r');
        }
        catch (DecoderFallbackException)
        {
            throw new IOException("the user name on standard input is not UTF-8");
        }

        using ISessions sessions = openSessions();
        string who = user.Length > 0 ? user : "anybody";
        return await WithinAsync(
            token => SessionWait.ForAsync(sessions, user, time, token), $"{who} has not logged on", cancellationToken);
    }

    /// <summary>Waits until the system's services were started and the configuration database serves.</summary>
    /// <param name="database">The database.</param>
    /// <param name="waitForServicesAsync">Waits for the services, as far as the system tells.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Exit code.</returns>
    /// <exception cref="IOException">It has not, in time.</exception>
    public Task<int> ForSystemAsync(
        IDatabase database, Func<CancellationToken, Task> waitForServicesAsync, CancellationToken cancellationToken) =>
        WithinAsync(
            async token =>
            {
                await waitForServicesAsync(token);
                await foreach (string _ in database.WatchAsync("/name", token))
                {
                    return;
                }
            },
            "the system has not started",
            cancellationToken);

    private async Task<int> WithinAsync(
        Func<CancellationToken, Task> waitAsync, string late, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(timeout, time);
        using CancellationTokenSource either =
            CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await waitAsync(either.Token);
            return RpcProgram.Done;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"{late} within {timeout.TotalSeconds:0} s");
        }
    }
}
