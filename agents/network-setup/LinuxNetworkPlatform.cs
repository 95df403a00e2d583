using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using PedOS.Agents.Database;
using PedOS.Agents.Logging;
using PedOS.Agents.Network;
using PedOS.Agents.Posix.LocalEndpoints;
using PedOS.Agents.Posix.Network;
using PedOS.Agents.Posix.Settings;
using PedOS.Tools.Contracts;

namespace PedOS.NetworkSetup;

/// <summary>The program on Linux: rtnetlink and resolv.conf; SIGHUP stands for the end of a sleep.</summary>
[SupportedOSPlatform("linux")]
internal sealed class LinuxNetworkPlatform : NetworkPlatform
{
    /// <inheritdoc/>
    public override NetworkOptions Defaults { get; } =
        new("/var/lib/pedos/network-setup", "/var/run/qubes/qubesdb.sock", ResolverFile.DefaultPath);

    /// <inheritdoc/>
    public override ProgramLog OpenLog() => ProgramLog.Open(
        ProgramNames.NetworkSetup,
        PosixSettings.Open(TimeProvider.System),
        new StandardErrorLog(ProgramNames.NetworkSetup),
        TimeProvider.System);

    /// <inheritdoc/>
    public override INetworkPort OpenNetwork(NetworkOptions options) =>
        new NetlinkPort(new ResolverFile(options.ResolverFile));

    /// <inheritdoc/>
    public override IDatabase OpenDatabase(NetworkOptions options) =>
        new DatabaseClient(new PosixLocalConnector(), options.Database, TimeProvider.System);

    /// <inheritdoc/>
    public override IDisposable OnResume(Action resumed) => PosixSignalRegistration.Create(
        PosixSignal.SIGHUP,
        context =>
        {
            context.Cancel = true;
            resumed();
        });

    /// <inheritdoc/>
    public override void Dispose()
    {
        // Nothing is kept open here.
    }
}
