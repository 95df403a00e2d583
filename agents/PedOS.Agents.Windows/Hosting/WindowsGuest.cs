using System.Runtime.InteropServices;
using PedOS.Agents.Hosting;
using PedOS.Agents.LocalEndpoints;
using PedOS.Agents.Logging;
using PedOS.Agents.Processes;
using PedOS.Agents.Sessions;
using PedOS.Agents.Settings;
using PedOS.Agents.Vchan;
using PedOS.Agents.Vchan.Sockets;
using PedOS.Agents.Windows.Interop;
using PedOS.Agents.Windows.LocalEndpoints;
using PedOS.Agents.Windows.Logging;
using PedOS.Agents.Windows.Processes;
using PedOS.Agents.Windows.Sessions;
using PedOS.Agents.Windows.Settings;
using PedOS.Tools.Contracts;

namespace PedOS.Agents.Windows.Hosting;

/// <summary>
/// Windows: named pipes, the registry, the event log, the service control manager. Who may connect to a pipe is decided
/// by the account of the client alone, so that the database needs no second one.
/// </summary>
public sealed class WindowsGuest : Guest
{
    // What the service control manager tells; null in a program that is no service.
    private ServiceEvents? _events;

    /// <inheritdoc/>
    public override string SystemName => "Windows";

    /// <inheritdoc/>
    public override EndpointNames Endpoints { get; } = new(NamedPipeNames.Agent, NamedPipeNames.Database, string.Empty);

    /// <inheritdoc/>
    public override ILocalConnector Connector { get; } = new NamedPipeConnector();

    /// <inheritdoc/>
    public override IStandardStreams Streams { get; } = new WindowsStandardStreams();

    /// <inheritdoc/>
    public override int FlushToDisk(FileStream file)
    {
        file.Flush();
        return Kernel32.FlushFileBuffers(file.SafeFileHandle) ? 0 : Marshal.GetLastPInvokeError();
    }

    /// <inheritdoc/>
    public override void Harden() => ProcessHardening.Apply();

    /// <inheritdoc/>
    public override Task<int> RunServiceAsync(string name, Func<CancellationToken, Task<int>> workAsync)
    {
        _events = new ServiceEvents();
        return Task.FromResult(WindowsService.Run(name, workAsync, _events));
    }

    /// <inheritdoc/>
    public override void ReportReady()
    {
        // The service control manager was told when the work began.
    }

    /// <inheritdoc/>
    public override IDisposable OnResume(Action resumed) => new ResumeSubscription(_events, resumed);

    /// <inheritdoc/>
    public override ILocalListener Listen(string endpoint, ILog log) => NamedPipeListener.Listen(endpoint, log);

    /// <summary>The socket flavour, for tests; nothing opens unless the environment names a directory.</summary>
    /// <param name="time">Clock of its retries.</param>
    public override IVchanTransport OpenTransport(TimeProvider time) => SocketVchanTransport.FromEnvironment(
        static directory => string.IsNullOrEmpty(directory) ? new NoRendezvous() : new LoopbackRendezvous(directory),
        time);

    /// <inheritdoc/>
    public override ISettingsStore OpenSettings(TimeProvider time) => new RegistrySettingsStore(time);

    /// <inheritdoc/>
    public override IReadOnlyList<string> LogDirectories => WindowsLogDirectory.Common;

    /// <inheritdoc/>
    public override LogDirectory OpenLogDirectory(string directory) => WindowsLogDirectory.Open(directory);

    /// <inheritdoc/>
    public override IEventLog OpenEventLog(ProgramDescription program) => new WindowsEventLog(program.Name);

    /// <inheritdoc/>
    public override ISessions OpenSessions() => new WindowsSessions(
        _events is null ? new SessionNotificationWindow() : _events.Sessions);

    /// <inheritdoc/>
    public override string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, name + ".exe");

    /// <summary>
    /// Below the programs, where only administrators write: whoever could change what is kept there would decide what a
    /// later run does with it.
    /// </summary>
    /// <param name="program">Its name; they share one folder.</param>
    public override string StateFolderOf(string program) =>
        Path.Combine(AppContext.BaseDirectory, NetworkStateNames.Folder);
}
