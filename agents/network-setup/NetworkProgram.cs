using System.Text.Json;
using PedOS.Agents.Database;
using PedOS.Agents.Hosting;
using PedOS.Agents.Logging;
using PedOS.Agents.Network;
using PedOS.Agents.Posix.Network;
using PedOS.Agents.Windows.Network;
using PedOS.Protocols.Network;
using PedOS.Tools.Contracts;

namespace PedOS.NetworkSetup;

/// <summary>Puts the program together, for what it was asked to do.</summary>
internal static class NetworkProgram
{
    // The status is for a person: a database that does not answer by then is said to be missing.
    private static readonly TimeSpan StatusPatience = TimeSpan.FromSeconds(3);

    /// <summary>Does what the command line asks for.</summary>
    /// <param name="program">Its frame.</param>
    /// <returns>Exit code: 0, 1 when it could not be done, 2 for a wrong command line.</returns>
    public static async Task<int> RunAsync(ProgramContext program)
    {
        NetworkOptions defaults = DefaultsOf(program.Guest);
        if (NetworkOptions.TryParse(program.Arguments, defaults, out string problem) is not { } options)
        {
            return await program.ShowUsageAsync(problem);
        }

        try
        {
            return options.Mode switch
            {
                NetworkMode.Once => await OnceAsync(program, options),
                NetworkMode.Restore => await RestoreAsync(program, options),
                NetworkMode.Status => await StatusAsync(program, options),
                _ => await ServeAsync(program, options),
            };
        }
        catch (Exception e) when (e is NetworkPortException or DatabaseException or IOException or JsonException
            or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"network-setup: {e.Message}");
            return 1;
        }
    }

    private static NetworkOptions DefaultsOf(Guest guest) => new(
        guest.StateFolderOf(ProgramNames.NetworkSetup),
        guest.Endpoints.Database,
        OperatingSystem.IsWindows() ? string.Empty : ResolverFile.DefaultPath);

    private static INetworkPort OpenNetwork(NetworkOptions options) =>
        OperatingSystem.IsWindows() ? new IpHelperPort() : new NetlinkPort(new ResolverFile(options.ResolverFile));

    private static async Task<int> ServeAsync(ProgramContext program, NetworkOptions options)
    {
        ILog log = program.Log;
        try
        {
            using StateStore store = new(options.StateDirectory, log, program.Guest.FlushToDisk);
            using INetworkPort port = OpenNetwork(options);
            await using DatabaseClient database = program.OpenDatabase(options.Database);
            NetworkSetupService service = new(database, port, store, program.Time, log);
            using IDisposable resume = program.Guest.OnResume(service.Refresh);
            await service.RunAsync(program.Stopping);
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NetworkPortException)
        {
            log.Error($"the network cannot be set: {e.Message}; end another network-setup, or see to its rights");
            return 1;
        }
    }

    private static async Task<int> OnceAsync(ProgramContext program, NetworkOptions options)
    {
        using StateStore store = new(options.StateDirectory, new StandardErrorLines(), program.Guest.FlushToDisk);
        using INetworkPort port = OpenNetwork(options);
        await using DatabaseClient database = program.OpenDatabase(options.Database);
        (NetworkSettings? settings, string problem) = await new SettingsSource(database).ReadAsync(program.Stopping);
        if (settings is null)
        {
            await Console.Error.WriteLineAsync($"network-setup: refused: {problem}");
            return 1;
        }

        return await SayAsync(new NetworkApplier(port, store).Apply(settings), "no network is wanted");
    }

    private static async Task<int> RestoreAsync(ProgramContext program, NetworkOptions options)
    {
        using StateStore store = new(options.StateDirectory, new StandardErrorLines(), program.Guest.FlushToDisk);
        using INetworkPort port = OpenNetwork(options);
        IReadOnlyList<AdapterReport> reports = new NetworkApplier(port, store).Restore();
        _ = await SayAsync(reports, "nothing was changed, nothing to restore");

        // An adapter that is not there has nothing to put back; what it was stays known for when it is.
        return reports.Any(r => r.Outcome == AdapterOutcome.Failed) ? 1 : 0;
    }

    private static async Task<int> StatusAsync(ProgramContext program, NetworkOptions options)
    {
        using INetworkPort port = OpenNetwork(options);
        await using DatabaseClient database = program.OpenDatabase(options.Database);
        using CancellationTokenSource limit = new(StatusPatience, program.Time);
        using CancellationTokenSource end =
            CancellationTokenSource.CreateLinkedTokenSource(program.Stopping, limit.Token);
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
        catch (OperationCanceledException) when (!program.Stopping.IsCancellationRequested)
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
