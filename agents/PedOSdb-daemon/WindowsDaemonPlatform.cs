using System.Runtime.Versioning;
using PedOS.Agents.Logging;
using PedOS.Agents.Vchan;
using PedOS.Agents.Windows.LocalEndpoints;
using PedOS.Agents.Windows.Logging;
using PedOS.Agents.Windows.Settings;
using PedOS.Tools.Contracts;

namespace PedOS.DatabaseDaemon;

/// <summary>The daemon on Windows: one named pipe; who may write is decided by the client's account alone.</summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsDaemonPlatform : DaemonPlatform
{
    private readonly SocketVchanTransport _transport = SocketVchanTransport.FromEnvironment(TimeProvider.System);
    private ProgramLog? _log;

    /// <inheritdoc/>
    public override DaemonOptions DefaultOptions { get; } = new()
    {
        Endpoint = NamedPipeNames.Database,
        ReadOnlyEndpoint = string.Empty,
    };

    /// <inheritdoc/>
    public override DatabaseService CreateService(DaemonOptions options)
    {
        ProgramLog log = _log = ProgramLog.Open(
            ProgramNames.DatabaseDaemon,
            new RegistrySettingsStore(TimeProvider.System),
            new WindowsEventLog(ProgramNames.DatabaseDaemon),
            TimeProvider.System);
        return new DatabaseService(
            _transport,
            name => NamedPipeListener.Listen(name, log),
            options,
            () => { },
            TimeProvider.System,
            log);
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
