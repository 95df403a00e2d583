using System.Runtime.InteropServices;
using PedOS.Agents.Hosting;
using PedOS.Agents.LocalEndpoints;
using PedOS.Agents.Logging;
using PedOS.Agents.Posix.LocalEndpoints;
using PedOS.Agents.Posix.Logging;
using PedOS.Agents.Posix.Native;
using PedOS.Agents.Posix.Sessions;
using PedOS.Agents.Posix.Settings;
using PedOS.Agents.Posix.Streams;
using PedOS.Agents.Processes;
using PedOS.Agents.Sessions;
using PedOS.Agents.Settings;
using PedOS.Agents.Vchan;
using PedOS.Agents.Vchan.Sockets;

namespace PedOS.Agents.Posix.Hosting;

/// <summary>Linux: Unix sockets, signals, whatever started us as service manager.</summary>
public sealed class PosixGuest : Guest
{
    private ReadyNotice? _ready;

    /// <inheritdoc/>
    public override string SystemName => "Linux";

    /// <inheritdoc/>
    public override EndpointNames Endpoints { get; } =
        new(SocketPaths.Agent, SocketPaths.Database, SocketPaths.ReadOnlyDatabase);

    /// <inheritdoc/>
    public override ILocalConnector Connector { get; } = new PosixLocalConnector();

    /// <inheritdoc/>
    public override IStandardStreams Streams { get; } = new PosixStandardStreams();

    /// <inheritdoc/>
    public override int FlushToDisk(FileStream file) => PosixFlush.Try(file);

    /// <inheritdoc/>
    public override void Harden()
    {
        // Libraries come from where the system has them, and descriptors are closed when a program is started.
    }

    /// <inheritdoc/>
    public override async Task<int> RunServiceAsync(string name, Func<CancellationToken, Task<int>> workAsync)
    {
        DescriptorLimit.TakeAll();
        _ready = ReadyNotice.Take();
        using StopSignals signals = new();
        return await workAsync(signals.Stopping);
    }

    /// <inheritdoc/>
    public override void ReportReady() => _ready?.Send();

    /// <summary>SIGHUP stands for the end of a sleep.</summary>
    /// <param name="resumed">Must return soon.</param>
    public override IDisposable OnResume(Action resumed) => PosixSignalRegistration.Create(
        PosixSignal.SIGHUP,
        context =>
        {
            context.Cancel = true;
            resumed();
        });

    /// <inheritdoc/>
    public override ILocalListener Listen(string endpoint, ILog log) => PosixLocalListener.Listen(endpoint);

    /// <summary>The socket flavour, in a directory that only root can make unless the environment names one.</summary>
    /// <param name="time">Clock of its retries.</param>
    public override IVchanTransport OpenTransport(TimeProvider time) => SocketVchanTransport.FromEnvironment(
        static directory => new UnixRendezvous(directory ?? SocketPaths.Vchans), time);

    /// <inheritdoc/>
    public override ISettingsStore OpenSettings(TimeProvider time) => PosixSettings.Open(time);

    /// <summary>
    /// Standard error is read by whoever supervises a service; that of other programs is their caller's.
    /// </summary>
    /// <param name="program">The program.</param>
    public override IEventLog? OpenEventLog(ProgramDescription program) =>
        program.Kind is ProgramKind.Service or ProgramKind.Helper ? new StandardErrorLog(program.Name) : null;

    /// <inheritdoc/>
    public override IReadOnlyList<string> LogDirectories => PosixLogDirectory.Common;

    /// <inheritdoc/>
    public override LogDirectory OpenLogDirectory(string directory) => PosixLogDirectory.Open(directory);

    /// <inheritdoc/>
    public override ISessions OpenSessions() =>
        new PosixSessions(Environment.GetEnvironmentVariable(PosixSessions.Variable));

    /// <inheritdoc/>
    public override string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, name);

    /// <inheritdoc/>
    public override string StateFolderOf(string program) => Path.Combine("/var/lib/pedos", program);
}
