using System.Text.Json;
using PedOS.Agents.Database;
using PedOS.Agents.Logging;
using PedOS.Agents.Network;

namespace PedOS.NetworkSetup;

/// <summary>The program, whoever started it.</summary>
internal static class NetworkProgram
{
    // The status is for a person: a database that does not answer by then is said to be missing.
    private static readonly TimeSpan StatusPatience = TimeSpan.FromSeconds(3);

    /// <summary>Does what the command line asks for.</summary>
    /// <param name="arguments">Command line.</param>
    /// <param name="platform">The system; disposed here.</param>
    /// <param name="stopping">Cancelled when it is to stop.</param>
    /// <returns>Exit code: 0, 1 when it could not be done, 2 for a wrong command line.</returns>
    public static async Task<int> RunAsync(string[] arguments, NetworkPlatform platform, CancellationToken stopping)
    {
        using NetworkPlatform owned = platform;
        if (NetworkOptions.TryParse(arguments, platform.Defaults, out string problem) is not { } options)
        {
            await Console.Error.WriteLineAsync($"network-setup: {problem}\n{NetworkOptions.Usage}");
            return 2;
        }

        try
        {
            return options.Mode switch
            {
                NetworkMode.Once => await OnceAsync(platform, options, stopping),
                NetworkMode.Restore => await RestoreAsync(platform, options),
                NetworkMode.Status => await StatusAsync(platform, options, stopping),
                _ => await ServeAsync(platform, options, stopping),
            };
        }
        catch (Exception e) when (e is NetworkPortException or DatabaseException or IOException or JsonException
            or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"network-setup: {e.Message}");
            return 1;
        }
    }

    private static async Task<int> ServeAsync(
        NetworkPlatform platform, NetworkOptions options, CancellationToken stopping)
    {
        ProgramLog log = platform.OpenLog();
        await using (log)
        {
            try
            {
                using StateStore store = new(options.StateDirectory, log);
                using INetworkPort port = platform.OpenNetwork(options);
                IDatabase database = platform.OpenDatabase(options);
                await using (database)
                {
                    NetworkSetupService service = new(database, port, store, TimeProvider.System, log);
                    using IDisposable resume = platform.OnResume(service.Refresh);
                    await service.RunAsync(stopping);
                }

                return 0;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or NetworkPortException)
            {
                log.Error($"the network cannot be set: {e.Message}; end another network-setup, or see to its rights");
                return 1;
            }
        }
    }

    private static async Task<int> OnceAsync(
        NetworkPlatform platform, NetworkOptions options, CancellationToken stopping)
    {
        using StateStore store = new(options.StateDirectory, new StandardErrorLines());
        using INetworkPort port = platform.OpenNetwork(options);
        IDatabase database = platform.OpenDatabase(options);
        await using (database)
        {
            (NetworkSettings? settings, string problem) =
                await new SettingsSource(database).ReadAsync(stopping);
            if (settings is null)
            {
                await Console.Error.WriteLineAsync($"network-setup: refused: {problem}");
                return 1;
            }

            return await SayAsync(new NetworkApplier(port, store).Apply(settings), "no network is wanted");
        }
    }

    private static async Task<int> RestoreAsync(NetworkPlatform platform, NetworkOptions options)
    {
        using StateStore store = new(options.StateDirectory, new StandardErrorLines());
        using INetworkPort port = platform.OpenNetwork(options);
        IReadOnlyList<AdapterReport> reports = new NetworkApplier(port, store).Restore();
        _ = await SayAsync(reports, "nothing was changed, nothing to restore");

        // An adapter that is not there has nothing to put back; what it was stays known for when it is.
        return reports.Any(r => r.Outcome == AdapterOutcome.Failed) ? 1 : 0;
    }

    private static async Task<int> StatusAsync(
        NetworkPlatform platform, NetworkOptions options, CancellationToken stopping)
    {
        using INetworkPort port = platform.OpenNetwork(options);
        IDatabase database = platform.OpenDatabase(options);
        await using (database)
        {
            using CancellationTokenSource limit = new(StatusPatience, TimeProvider.System);
            using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(stopping, limit.Token);
            NetworkSettings? settings = null;
            string problem;
            try
            {
                (settings, problem) = await new SettingsSource(database).ReadAsync(end.Token);
            }
            catch (DatabaseException e)
            {
                problem = e.Message;
            }
            catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
            {
                problem = "the database does not answer";
            }

            NetworkStatus status = NetworkStatus.Of(port, settings, problem, StateStore.Peek(options.StateDirectory));
            string text = options.Json
                ? JsonSerializer.Serialize(status, NetworkJson.Default.NetworkStatus)
                : status.ToText();
            await Console.Out.WriteLineAsync(text);
            return status.IsInForce ? 0 : 1;
        }
    }

    private static async Task<int> SayAsync(IReadOnlyList<AdapterReport> reports, string none)
    {
        foreach (AdapterReport report in reports)
        {
            TextWriter stream = report.Outcome == AdapterOutcome.Failed ? Console.Error : Console.Out;
            await stream.WriteLineAsync(report.Text);
            if (report.Warning.Length > 0)
            {
                await Console.Error.WriteLineAsync(report.Warning);
            }
        }

        if (reports.Count == 0)
        {
            await Console.Out.WriteLineAsync(none);
        }

        return reports.All(r => r.Outcome is AdapterOutcome.Changed or AdapterOutcome.InOrder) ? 0 : 1;
    }
}
