using System.Runtime.Versioning;
using PedOS.Agents.Clipboard;
using PedOS.Agents.Clock;
using PedOS.Agents.LocalEndpoints;
using PedOS.Agents.Logging;
using PedOS.Agents.Processes;
using PedOS.Agents.Sessions;
using PedOS.Agents.Vchan;
using PedOS.Agents.Windows.Clipboard;
using PedOS.Agents.Windows.Clock;
using PedOS.Agents.Windows.Hosting;
using PedOS.Agents.Windows.LocalEndpoints;
using PedOS.Agents.Windows.Logging;
using PedOS.Agents.Windows.Sessions;
using PedOS.Agents.Windows.Settings;
using PedOS.Tools.Contracts;

namespace PedOS.Rpc;

/// <summary>The program on Windows.</summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsRpcPlatform : RpcPlatform
{
    /// <inheritdoc/>
    public override RpcOptions Defaults { get; } = new(NamedPipeNames.Agent, NamedPipeNames.Database);

    /// <inheritdoc/>
    public override ILocalConnector Connector { get; } = new NamedPipeConnector();

    /// <inheritdoc/>
    public override ProgramLog OpenLog() => ProgramLog.Open(
        ProgramNames.Rpc,
        new RegistrySettingsStore(TimeProvider.System),
        new WindowsEventLog(ProgramNames.Rpc),
        TimeProvider.System,
        follow: false);

    /// <inheritdoc/>
    public override ISystemClock OpenClock() => new WindowsClock();

    /// <inheritdoc/>
    public override IClipboard OpenClipboard() => new WindowsClipboard(TimeProvider.System);

    /// <inheritdoc/>
    public override ISessions OpenSessions() => new WindowsSessions(new SessionNotificationWindow());

    /// <inheritdoc/>
    public override IByteSource OpenInput()
    {
        Stream input = Console.OpenStandardInput();
        return new ThreadedSource(buffer => input.Read(buffer));
    }

    /// <inheritdoc/>
    public override SocketVchanTransport OpenTransport() =>
        SocketVchanTransport.FromEnvironment(TimeProvider.System);

    /// <inheritdoc/>
    public override Task WaitForServicesAsync(CancellationToken cancellationToken) =>
        AutoStart.WaitAsync(cancellationToken);
}
