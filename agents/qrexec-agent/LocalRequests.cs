using System.Collections.Concurrent;
using PedOS.Agents.Hosting;
using PedOS.Agents.LocalEndpoints;
using PedOS.Agents.Logging;

namespace PedOS.QrexecAgent;

/// <summary>
/// The local endpoint: takes requests of this machine's programs. A client can only name a service and a target; what
/// it runs at its own end it runs itself, with its own rights.
/// </summary>
internal sealed class LocalRequests(
    Func<ILocalListener> listen, Func<ILocalConnection, LocalClient> serve, TimeProvider time, ILog log)
{
    private readonly ClientLimits _limits = new();
    private readonly ConcurrentDictionary<Task, bool> _clients = new();

    /// <summary>Works until cancelled.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        Backoff backoff = new(time, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(10));
        try
        {
            while (true)
            {
                try
                {
                    await using ILocalListener listener = listen();
                    backoff.Reset();
                    await AcceptAsync(listener, stopping).ConfigureAwait(false);
                }
                catch (IOException e)
                {
                    log.Error("the local endpoint cannot be offered; local programs cannot call services yet", e);
                    await backoff.WaitAsync(stopping).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }

        await Task.WhenAll(_clients.Keys).ConfigureAwait(false);
    }

    private async Task AcceptAsync(ILocalListener listener, CancellationToken stopping)
    {
        while (true)
        {
            ILocalConnection connection = await listener.AcceptAsync(stopping).ConfigureAwait(false);
            if (!_limits.TryEnter(connection.Identity.Account))
            {
                string account = connection.Identity.Account;
                log.Warning($"too many local clients of account {account}; the surplus is turned away");
                await connection.DisposeAsync().ConfigureAwait(false);
                continue;
            }

            Task client = ServeAsync(connection, stopping);
            _clients[client] = true;
            _ = client.ContinueWith(
                ended => _clients.TryRemove(ended, out _),
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }
    }

    private async Task ServeAsync(ILocalConnection connection, CancellationToken stopping)
    {
        // The next client is accepted while this one is still being read.
        await Task.Yield();
        try
        {
            await serve(connection).RunAsync(stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The agent stops.
        }
        catch (Exception e)
        {
            // One client's surprise must not end the endpoint.
            log.Error($"serving a program of account {connection.Identity.Account} failed unexpectedly", e);
        }
        finally
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            _limits.Leave(connection.Identity.Account);
        }
    }
}
