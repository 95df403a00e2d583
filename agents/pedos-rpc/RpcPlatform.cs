using PedOS.Agents.Clipboard;
using PedOS.Agents.Clock;
using PedOS.Agents.Database;
using PedOS.Agents.LocalEndpoints;
using PedOS.Agents.Logging;
using PedOS.Agents.Processes;
using PedOS.Agents.Sessions;
using PedOS.Agents.Vchan;

namespace PedOS.Rpc;

/// <summary>The parts of the program that depend on the system it runs on. What is opened is the caller's.</summary>
internal abstract class RpcPlatform
{
    /// <summary>Options when the command line has none.</summary>
    public abstract RpcOptions Defaults { get; }

    /// <summary>Connects to local endpoints.</summary>
    public abstract ILocalConnector Connector { get; }

    /// <summary>The parts for the system this runs on.</summary>
    /// <exception cref="PlatformNotSupportedException">Neither Windows nor Linux.</exception>
    public static RpcPlatform ForThisSystem() =>
        OperatingSystem.IsWindows() ? new WindowsRpcPlatform()
        : OperatingSystem.IsLinux() ? new LinuxRpcPlatform()
        : throw new PlatformNotSupportedException("the program runs on Windows and Linux");

    /// <summary>Opens the log; services that say nothing of weight do without.</summary>
    public abstract ProgramLog OpenLog();

    /// <summary>The clock.</summary>
    public abstract ISystemClock OpenClock();

    /// <summary>The clipboard of the session that this runs in.</summary>
    /// <exception cref="IOException">There is none here.</exception>
    public abstract IClipboard OpenClipboard();

    /// <summary>Who is logged on.</summary>
    public abstract ISessions OpenSessions();

    /// <summary>Standard input.</summary>
    public abstract IByteSource OpenInput();

    /// <summary>Flavour of vchan.</summary>
    public abstract SocketVchanTransport OpenTransport();

    /// <summary>Waits until the system has started its services, as far as it tells.</summary>
    public abstract Task WaitForServicesAsync(CancellationToken cancellationToken);

    /// <summary>The configuration database.</summary>
    public IDatabase OpenDatabase(string endpoint) => new DatabaseClient(Connector, endpoint, TimeProvider.System);
}
