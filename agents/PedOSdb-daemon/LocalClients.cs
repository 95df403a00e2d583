using System.Collections.Concurrent;
using PedOS.Agents.Hosting;
using PedOS.Agents.LocalEndpoints;
using PedOS.Agents.Logging;

namespace PedOS.DatabaseDaemon;

/// <summary>A local endpoint: takes clients, as many as the limits allow, and serves each of them apart.</summary>
/// <param name="listen">Opens the endpoint.</param>
/// <param name="mayWrite">Who may change anything there.</param>
/// <param name="limits">Shared by all endpoints.</param>
/// <param name="database">The database.</param>
/// <param name="time">Clock.</param>
/// <param name="log">Log.</param>
internal sealed class LocalClients(
    Func<ILocalListener> listen,
    Func<LocalIdentity, bool> mayWrite,
    ClientLimits limits,
    SharedDatabase database,
    TimeProvider time,
    ILog log)
{
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
                    ILocalListener listener = listen();
                    await using (listener.ConfigureAwait(false))
                    {
                        backoff.Reset();
                        await AcceptAsync(listener, stopping).ConfigureAwait(false);
                    }
                }
                catch (IOException e)
                {
                    log.Error("the local endpoint cannot be offered; local programs have no database yet", e);
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
            if (!limits.TryEnter(connection.Identity.Account))
            {
                log.Warning(
                    $"too many database clients of account {connection.Identity.Account}; the surplus is turned away");
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
            using ClientSession session = new(connection, database, mayWrite(connection.Identity));
            await session.RunAsync(stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The daemon stops.
        }
        catch (Exception e)
        {
            // One client's surprise must not end the endpoint.
            log.Error($"serving a program of account {connection.Identity.Account} failed unexpectedly", e);
        }
        finally
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            limits.Leave(connection.Identity.Account);
        }
    }
}
