using System.Collections.Concurrent;
using PedOS.Agents.Async;
using PedOS.Agents.Logging;

namespace PedOS.Agents.LocalEndpoints;

/// <summary>
/// A local endpoint: takes clients, as many as the limits allow, and serves each of them apart. It is offered again
/// when it is lost; no client's failure ends it.
/// </summary>
/// <param name="listen">Opens the endpoint.</param>
/// <param name="serve">Serves one client to its end; the connection is closed afterwards.</param>
/// <param name="limits">Shared by all endpoints of the program.</param>
/// <param name="loss">What local programs lack while it cannot be offered, for the log.</param>
/// <param name="time">Clock.</param>
/// <param name="log">Log.</param>
public sealed class LocalServer(
    Func<ILocalListener> listen,
    Func<ILocalConnection, CancellationToken, Task> serve,
    ClientLimits limits,
    string loss,
    TimeProvider time,
    ILog log)
{
    private readonly ConcurrentDictionary<Task, bool> _clients = new();

    /// <summary>Works until cancelled; ends after its clients.</summary>
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
                    await AcceptAsync(listener, stopping);
                }
                catch (IOException e)
                {
                    log.Error($"the local endpoint cannot be offered; {loss}", e);
                    await backoff.WaitAsync(stopping);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }

        await Task.WhenAll(_clients.Keys);
    }

    private async Task AcceptAsync(ILocalListener listener, CancellationToken stopping)
    {
        while (true)
        {
            ILocalConnection connection = await listener.AcceptAsync(stopping);

            // Who it is may be known better later; it is counted as who it was when it came.
            string account = connection.Identity.Account;
            if (!limits.TryEnter(account))
            {
                log.Warning($"too many local clients of account {account}; the surplus is turned away");
                await connection.DisposeAsync();
                continue;
            }

            Task client = ServeAsync(connection, account, stopping);
            _clients[client] = true;
            _ = client.ContinueWith(
                ended => _clients.TryRemove(ended, out _),
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }
    }

    private async Task ServeAsync(ILocalConnection connection, string account, CancellationToken stopping)
    {
        // The next client is accepted while this one is still being read.
        await Task.Yield();
        try
        {
            await serve(connection, stopping);
        }
        catch (OperationCanceledException)
        {
            // The program stops.
        }
        catch (Exception e)
        {
            // One client's surprise must not end the endpoint.
            log.Error($"serving a program of account {connection.Identity.Account} failed unexpectedly", e);
        }
        finally
        {
            await connection.DisposeAsync();
            limits.Leave(account);
        }
    }
}
