using System.Runtime.Versioning;
using PedOS.Agents.Database;
using PedOS.Agents.Logging;
using PedOS.Agents.Sessions;
using PedOS.Agents.Vchan;
using PedOS.Agents.Windows.LocalEndpoints;
using PedOS.Agents.Windows.Logging;
using PedOS.Agents.Windows.Processes;
using PedOS.Agents.Windows.Qrexec;
using PedOS.Agents.Windows.Sessions;
using PedOS.Agents.Windows.Settings;
using PedOS.Tools.Contracts;

namespace PedOS.QrexecAgent;

/// <summary>The agent on Windows: named pipe, programs of the users' sessions.</summary>
/// <param name="sessions">Tells when somebody logs on.</param>
[SupportedOSPlatform("windows")]
internal sealed class WindowsAgentPlatform(ISessionEvents sessions) : AgentPlatform
{
    private readonly SocketVchanTransport _transport = SocketVchanTransport.FromEnvironment(TimeProvider.System);
    private ProgramLog? _log;
    private PresenceParts? _presence;

    /// <inheritdoc/>
    public override AgentOptions Defaults { get; } = new(NamedPipeNames.Agent, NamedPipeNames.Database);

    /// <inheritdoc/>
    public override QrexecAgentService CreateAgent(AgentOptions options)
    {
        ProgramLog log = _log = ProgramLog.Open(
            ProgramNames.QrexecAgent,
            new RegistrySettingsStore(TimeProvider.System),
            new WindowsEventLog(ProgramNames.QrexecAgent),
            TimeProvider.System);
        WindowsServiceCatalog catalog = new(
            Environment.GetEnvironmentVariable(WindowsServiceCatalog.ServicePathVariable),
            Environment.GetEnvironmentVariable(WindowsServiceCatalog.SettingsPathVariable),
            WindowsServiceCatalog.InstallationOf(AppContext.BaseDirectory),
            _log);
        _presence = new PresenceParts(
            new DatabaseClient(new NamedPipeConnector(), options.Database, TimeProvider.System),
            new WindowsSessions(sessions),
            _log.Settings);
        return new QrexecAgentService(
            _transport,
            () => NamedPipeListener.Listen(options.Endpoint, log),
            new WindowsWrapperStarter(WrapperPath),
            catalog,
            _presence,
            () => { },
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
