using System.Runtime.Versioning;
using PedOS.Agents.Clipboard;
using PedOS.Agents.Clock;
using PedOS.Agents.LocalEndpoints;
using PedOS.Agents.Logging;
using PedOS.Agents.Posix.Clipboard;
using PedOS.Agents.Posix.Clock;
using PedOS.Agents.Posix.LocalEndpoints;
using PedOS.Agents.Posix.Sessions;
using PedOS.Agents.Posix.Settings;
using PedOS.Agents.Posix.Streams;
using PedOS.Agents.Processes;
using PedOS.Agents.Sessions;
using PedOS.Agents.Vchan;
using PedOS.Tools.Contracts;

namespace PedOS.Rpc;

/// <summary>The program on Linux.</summary>
[SupportedOSPlatform("linux")]
internal sealed class LinuxRpcPlatform : RpcPlatform
{
    /// <inheritdoc/>
    public override RpcOptions Defaults { get; } =
        new("/var/run/qubes/qrexec-agent", "/var/run/qubes/qubesdb.sock");

    /// <inheritdoc/>
    public override ILocalConnector Connector { get; } = new PosixLocalConnector();

    /// <inheritdoc/>
    public override ProgramLog OpenLog() => ProgramLog.Open(
        ProgramNames.Rpc,
        PosixSettings.Open(TimeProvider.System),
        eventLog: null,
        TimeProvider.System,
        follow: false);

    /// <inheritdoc/>
    public override ISystemClock OpenClock() =>
        Environment.GetEnvironmentVariable(StandInClock.Variable) is { Length: > 0 } path
            ? new StandInClock(path)
            : new PosixClock();

    /// <inheritdoc/>
    public override IClipboard OpenClipboard() =>
        Environment.GetEnvironmentVariable(StandInClipboard.Variable) is { Length: > 0 } path
            ? new StandInClipboard(path)
            : throw new IOException("there is no clipboard here: the program has one on Windows only");

    /// <inheritdoc/>
    public override ISessions OpenSessions() =>
        new PosixSessions(Environment.GetEnvironmentVariable(PosixSessions.Variable));

    /// <inheritdoc/>
    public override IByteSource OpenInput() => StandardStreams.OpenInput();

    /// <inheritdoc/>
    public override SocketVchanTransport OpenTransport() =>
        SocketVchanTransport.FromEnvironment(TimeProvider.System);

    /// <inheritdoc/>
    public override Task WaitForServicesAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
