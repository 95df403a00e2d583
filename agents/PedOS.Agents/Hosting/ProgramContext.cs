using PedOS.Agents.Database;
using PedOS.Agents.Logging;
using PedOS.Agents.Settings;
using PedOS.Agents.Vchan;

namespace PedOS.Agents.Hosting;

/// <summary>
/// What a running program has from its frame. Log, settings and transport are opened when they are first asked for, and
/// closed after the program's work.
/// </summary>
public sealed class ProgramContext : IAsyncDisposable
{
    /// <summary>Exit code of a wrong command line.</summary>
    public const int WrongUsage = 2;

    private readonly ProgramDescription _program;
    private LogAndSettings? _records;
    private IVchanTransport? _transport;

    internal ProgramContext(
        Guest guest, ProgramDescription program, IReadOnlyList<string> arguments, CancellationToken stopping)
    {
        Guest = guest;
        _program = program;
        Arguments = arguments;
        Stopping = stopping;
    }

    /// <summary>The system it runs on.</summary>
    public Guest Guest { get; }

    /// <summary>Command line, without the program.</summary>
    public IReadOnlyList<string> Arguments { get; }

    /// <summary>Cancelled when the program is to stop.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>Clock.</summary>
    public TimeProvider Time { get; } = TimeProvider.System;

    /// <summary>Log.</summary>
    public ILog Log => Records.Log;

    /// <summary>Settings.</summary>
    public ProgramSettings Settings => Records.Settings;

    /// <summary>Flavour of vchan.</summary>
    public IVchanTransport Transport => _transport ??= Guest.OpenTransport(Time);

    private LogAndSettings Records => _records ??= LogAndSettings.Open(
        _program.Name,
        Guest.OpenSettings(Time),
        Guest.OpenEventLog(_program),
        Time,
        new LogPlaces(Guest.LogDirectories, LogPlaces.StandardError) { Open = Guest.OpenLogDirectory },
        _program.FollowsSettings);

    /// <summary>Opens the configuration database, which need not be there yet; the caller's.</summary>
    /// <param name="endpoint">Where it is.</param>
    public DatabaseClient OpenDatabase(string endpoint) => new(Guest.Connector, endpoint, Time);

    /// <summary>Tells that the command line cannot be understood, or shows the usage when that was asked for.</summary>
    /// <param name="problem">What is wrong with it; empty when nothing is.</param>
    /// <param name="exitCode">Exit code when something is.</param>
    /// <returns>Exit code.</returns>
    public async Task<int> ShowUsageAsync(string problem, int exitCode = WrongUsage)
    {
        if (problem.Length == 0)
        {
            await Console.Out.WriteLineAsync(_program.Usage);
            return 0;
        }

        await Console.Error.WriteLineAsync($"{_program.Name}: {problem}\n{_program.Usage}");
        return exitCode;
    }

    /// <summary>Closes what was opened; the log last.</summary>
    public async ValueTask DisposeAsync()
    {
        _transport?.Dispose();
        if (_records is not null)
        {
            await _records.DisposeAsync();
        }
    }
}
