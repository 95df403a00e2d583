using System.Runtime.Versioning;
using PedOS.Agents.Database;
using PedOS.Agents.Logging;
using PedOS.Agents.Posix.LocalEndpoints;
using PedOS.Agents.Posix.Native;
using PedOS.Agents.Posix.Processes;
using PedOS.Agents.Posix.Qrexec;
using PedOS.Agents.Posix.Sessions;
using PedOS.Agents.Posix.Settings;
using PedOS.Agents.Vchan;
using PedOS.Tools.Contracts;

namespace PedOS.QrexecAgent;

/// <summary>The agent on Linux: socket vchan, Unix socket, programs of our own user.</summary>
[SupportedOSPlatform("linux")]
internal sealed class LinuxAgentPlatform : AgentPlatform
{
    private readonly SocketVchanTransport _transport = SocketVchanTransport.FromEnvironment(TimeProvider.System);
    private ProgramLog? _log;
    private PresenceParts? _presence;

    /// <inheritdoc/>
    public override AgentOptions Defaults { get; } =
        new("/var/run/qubes/qrexec-agent", "/var/run/qubes/qubesdb.sock");

    /// <inheritdoc/>
    public override QrexecAgentService CreateAgent(AgentOptions options)
    {
        _log = ProgramLog.Open(
            ProgramNames.QrexecAgent,
            PosixSettings.Open(TimeProvider.System),
            new StandardErrorLog(ProgramNames.QrexecAgent),
            TimeProvider.System);
        PosixServiceCatalog catalog = new(
            Environment.GetEnvironmentVariable(PosixServiceCatalog.ServicePathVariable),
            Environment.GetEnvironmentVariable(PosixServiceCatalog.SettingsPathVariable),
            _log);
        _presence = new PresenceParts(
            new DatabaseClient(new PosixLocalConnector(), options.Database, TimeProvider.System),
            new PosixSessions(Environment.GetEnvironmentVariable(PosixSessions.Variable)),
            _log.Settings);
        return new QrexecAgentService(
            _transport,
            () => PosixLocalListener.Listen(options.Endpoint),
            new PosixWrapperStarter(WrapperPath),
            catalog,
            _presence,
            ReadyNotice.Send,
            TimeProvider.System,
            _log);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        _transport.Dispose();
        if (_presence is not null)
        {
            await _presence.DisposeAsync();
        }

        if (_log is not null)
        {
            await _log.DisposeAsync();
        }
    }
}
