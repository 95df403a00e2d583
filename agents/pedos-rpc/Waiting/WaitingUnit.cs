using System.Globalization;
using PedOS.Agents.Database;
using PedOS.Agents.Hosting;
using PedOS.Agents.Processes;
using PedOS.Agents.Windows.Hosting;

namespace PedOS.Rpc.Waiting;

/// <summary>What waits for the system.</summary>
internal static class WaitingUnit
{
    private const int MaxTimeout = 86400;

    private static readonly VerbOption Timeout = new(
        "--timeout", "SECONDS", "longest wait for a session or the system, 1 to 86400 (default 3600)")
    {
        Allows = static value => SecondsOf(value) is not null,
    };

    private static readonly VerbOption Database = new(
        "--database", "ENDPOINT", "where the configuration database is");

    /// <summary>What it can do.</summary>
    public static IReadOnlyList<Verb> Verbs { get; } =
    [
        new(
            "wait-for-session",
            "qubes.WaitForSession",
            "until the user named on standard input is logged on",
            ForSessionAsync,
            Timeout),
        new(
            "wait-for-running-system",
            "qubes.WaitForRunningSystem",
            "until the system has started",
            ForSystemAsync,
            Timeout,
            Database),
    ];

    private static async Task<int> ForSessionAsync(VerbLine line, ProgramContext program)
    {
        using IByteSource input = program.Guest.Streams.OpenInput();
        return await new WaitVerbs(TimeoutOf(line), program.Time)
            .ForSessionAsync(input, program.Guest.OpenSessions, program.Stopping);
    }

    private static async Task<int> ForSystemAsync(VerbLine line, ProgramContext program)
    {
        await using DatabaseClient database =
            program.OpenDatabase(line.Text(Database, program.Guest.Endpoints.Database));
        return await new WaitVerbs(TimeoutOf(line), program.Time)
            .ForSystemAsync(database, WaitForServicesAsync, program.Stopping);
    }

    // As far as the system tells.
    private static Task WaitForServicesAsync(CancellationToken cancellationToken) =>
        OperatingSystem.IsWindows() ? AutoStart.WaitAsync(cancellationToken) : Task.CompletedTask;

    private static TimeSpan TimeoutOf(VerbLine line) =>
        TimeSpan.FromSeconds(SecondsOf(line.Text(Timeout, "3600"))!.Value);

    private static int? SecondsOf(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds)
        && seconds is > 0 and <= MaxTimeout
            ? seconds
            : null;
}
