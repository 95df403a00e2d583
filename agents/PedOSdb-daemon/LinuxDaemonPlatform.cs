using System.Runtime.Versioning;
using PedOS.Agents.Logging;
using PedOS.Agents.Posix.LocalEndpoints;
using PedOS.Agents.Posix.Native;
using PedOS.Agents.Posix.Settings;
using PedOS.Agents.Vchan;
using PedOS.Tools.Contracts;

namespace PedOS.DatabaseDaemon;

/// <summary>The daemon on Linux: socket vchan, the two Unix sockets of the original.</summary>
[SupportedOSPlatform("linux")]
internal sealed class LinuxDaemonPlatform : DaemonPlatform
{
    private readonly SocketVchanTransport _transport = SocketVchanTransport.FromEnvironment(TimeProvider.System);
    private ProgramLog? _log;

    /// <inheritdoc/>
    public override DaemonOptions DefaultOptions { get; } = new()
    {
        Endpoint = "/var/run/qubes/qubesdb.sock",
        ReadOnlyEndpoint = "/var/run/qubes/qubesdb.ro.sock",
    };

    /// <inheritdoc/>
    public override DatabaseService CreateService(DaemonOptions options)
    {
        _log = ProgramLog.Open(
            ProgramNames.DatabaseDaemon,
            PosixSettings.Open(TimeProvider.System),
            new StandardErrorLog(ProgramNames.DatabaseDaemon),
            TimeProvider.System);
        return new DatabaseService(
            _transport, PosixLocalListener.Listen, options, ReadyNotice.Send, TimeProvider.System, _log);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        _transport.Dispose();
        if (_log is not null)
        {
            await _log.DisposeAsync();
        }
    }
}
