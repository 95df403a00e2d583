using System.Runtime.Versioning;
using PedOS.Agents.Database;
using PedOS.Agents.Logging;
using PedOS.Agents.Network;
using PedOS.Agents.Windows.Hosting;
using PedOS.Agents.Windows.LocalEndpoints;
using PedOS.Agents.Windows.Logging;
using PedOS.Agents.Windows.Network;
using PedOS.Agents.Windows.Settings;
using PedOS.Tools.Contracts;

namespace PedOS.NetworkSetup;

/// <summary>The program on Windows: IP Helper.</summary>
/// <param name="events">What the service control manager tells; null when there is none.</param>
[SupportedOSPlatform("windows")]
internal sealed class WindowsNetworkPlatform(ServiceEvents? events) : NetworkPlatform
{
    // Beside the programs, where only administrators write: whoever could change the file would choose the addresses
    // that a later restore sets.
    /// <inheritdoc/>
    public override NetworkOptions Defaults { get; } =
        new(Path.Combine(AppContext.BaseDirectory, NetworkStateNames.Folder), NamedPipeNames.Database, string.Empty);

    /// <inheritdoc/>
    public override ProgramLog OpenLog() => ProgramLog.Open(
        ProgramNames.NetworkSetup,
        new RegistrySettingsStore(TimeProvider.System),
        new WindowsEventLog(ProgramNames.NetworkSetup),
        TimeProvider.System);

    /// <inheritdoc/>
    public override INetworkPort OpenNetwork(NetworkOptions options) => new IpHelperPort();

    /// <inheritdoc/>
    public override IDatabase OpenDatabase(NetworkOptions options) =>
        new DatabaseClient(new NamedPipeConnector(), options.Database, TimeProvider.System);

    /// <inheritdoc/>
    public override IDisposable OnResume(Action resumed) => new Subscription(events, resumed);

    /// <inheritdoc/>
    public override void Dispose()
    {
        // Nothing is kept open here.
    }

    private sealed class Subscription : IDisposable
    {
        private readonly ServiceEvents? _events;
        private readonly Action _resumed;

        public Subscription(ServiceEvents? events, Action resumed)
        {
            (_events, _resumed) = (events, resumed);
            if (_events is not null)
            {
                _events.Resumed += _resumed;
            }
        }

        public void Dispose()
        {
            if (_events is not null)
            {
                _events.Resumed -= _resumed;
            }
        }
    }
}
