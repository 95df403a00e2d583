using System.Runtime.Versioning;
using PedOS.Agents.Logging;
using PedOS.Agents.Vchan;
using PedOS.Agents.Windows.LocalEndpoints;
using PedOS.Agents.Windows.Logging;
using PedOS.Agents.Windows.Processes;
using PedOS.Agents.Windows.Qrexec;
using PedOS.Agents.Windows.Settings;
using PedOS.Tools.Contracts;

namespace PedOS.QrexecAgent;

/// <summary>The agent on Windows: named pipe, programs of the users' sessions.</summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsAgentPlatform : AgentPlatform
{
    private readonly SocketVchanTransport _transport = SocketVchanTransport.FromEnvironment(TimeProvider.System);
    private ProgramLog? _log;

    /// <inheritdoc/>
    public override string DefaultEndpoint => NamedPipeNames.Agent;

    /// <inheritdoc/>
    public override QrexecAgentService CreateAgent(AgentOptions options)
    {
        _log = ProgramLog.Open(
            ProgramNames.QrexecAgent,
            new RegistrySettingsStore(TimeProvider.System),
            new WindowsEventLog(ProgramNames.QrexecAgent),
            TimeProvider.System);
        WindowsServiceCatalog catalog = new(
            Environment.GetEnvironmentVariable(WindowsServiceCatalog.ServicePathVariable),
            Environment.GetEnvironmentVariable(WindowsServiceCatalog.SettingsPathVariable),
            AppContext.BaseDirectory,
            _log);
        return new QrexecAgentService(
            _transport,
            () => NamedPipeListener.Listen(options.Endpoint),
            new WindowsWrapperStarter(WrapperPath),
            catalog,
            () => { },
            TimeProvider.System,
            _log);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        _transport.Dispose();
        if (_log is not null)
        {
            await _log.DisposeAsync().ConfigureAwait(false);
        }
    }
}
