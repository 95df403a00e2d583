using PedOS.Agents.LocalEndpoints;
using PedOS.Agents.Logging;
using PedOS.Agents.Vchan;

namespace PedOS.DatabaseDaemon;

/// <summary>The daemon: the channel to dom0, and from the first sync on the local endpoints.</summary>
/// <param name="transport">Flavour of vchan.</param>
/// <param name="listen">Opens a local endpoint.</param>
/// <param name="options">Where, and who may write.</param>
/// <param name="ready">Told after the first sync.</param>
/// <param name="time">Clock.</param>
/// <param name="log">Log.</param>
internal sealed class DatabaseService(
    IVchanTransport transport,
    Func<string, ILocalListener> listen,
    DaemonOptions options,
    Action ready,
    TimeProvider time,
    ILog log)
{
    // What a client was told is written must reach dom0, which takes thousands of changes a second. A Windows that
    // shuts down waits 5 s for its services (WaitToKillServiceTimeout).
    private static readonly TimeSpan HandOverTimeout = TimeSpan.FromSeconds(4);

    /// <summary>
    /// Works until told to stop: then the clients end first, and when dom0 has their changes, its channel.
    /// </summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        using CancellationTokenSource unlink = new();
        SharedDatabase database = new(log);
        Dom0Link link = new(transport, database, time, log);
        log.Info("waiting for dom0's database");

        // Neither ends before it is told to; if one does, it threw, and the process must not go on half alive.
        Task linking = link.RunAsync(unlink.Token);
        Task serving = ServeAsync(link, database, end.Token);
        _ = await Task.WhenAny(linking, serving);
        await end.CancelAsync();
        try
        {
            await serving;
            await HandOverAsync(database);
        }
        finally
        {
            await unlink.CancelAsync();
            await linking;
        }
    }

    private async Task HandOverAsync(SharedDatabase database)
    {
        try
        {
            await database.WhenSettled().WaitAsync(HandOverTimeout, time);
        }
        catch (TimeoutException)
        {
            // Told below.
        }

        if (database.OpenChanges is > 0 and int open)
        {
            log.Warning($"stopping; dom0's database has not confirmed {open} changes, which may be lost");
        }
    }

    private async Task ServeAsync(Dom0Link link, SharedDatabase database, CancellationToken stopping)
    {
        try
        {
            // Who came before the first sync would find everything absent, and believe it.
            await link.FirstSync.WaitAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        ClientLimits limits = new();
        List<Task> endpoints = [Endpoint(options.Endpoint, options.Access.Allows)];
        if (options.ReadOnlyEndpoint.Length > 0)
        {
            endpoints.Add(Endpoint(options.ReadOnlyEndpoint, static _ => false));
        }

        ready();
        await Task.WhenAll(endpoints);

        Task Endpoint(string place, Func<LocalIdentity, bool> mayWrite)
        {
            LocalServer server = new(
                () => listen(place), ServeAsync, limits, "local programs have no database yet", time, log);
            return server.RunAsync(stopping);

            async Task ServeAsync(ILocalConnection connection, CancellationToken stop)
            {
                using ClientSession session = new(connection, database, mayWrite);
                await session.RunAsync(stop);
            }
        }
    }
}
