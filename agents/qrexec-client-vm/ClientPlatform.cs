using PedOS.Agents.LocalEndpoints;
using PedOS.Agents.Processes;
using PedOS.Agents.Vchan;

namespace PedOS.QrexecClientVm;

/// <summary>The parts of the client that depend on the system it runs on.</summary>
internal abstract class ClientPlatform : IDisposable
{
    /// <summary>Where the agent listens when the command line does not say.</summary>
    public abstract string DefaultEndpoint { get; }

    /// <summary>Flavour of vchan.</summary>
    public abstract IVchanTransport Transport { get; }

    /// <summary>Connects to the agent.</summary>
    public abstract ILocalConnector Connector { get; }

    /// <summary>The parts for the system this runs on.</summary>
    /// <exception cref="PlatformNotSupportedException">Neither Windows nor Linux.</exception>
    public static ClientPlatform ForThisSystem() =>
        OperatingSystem.IsWindows() ? new WindowsClientPlatform()
        : OperatingSystem.IsLinux() ? new LinuxClientPlatform()
        : throw new PlatformNotSupportedException("the client runs on Windows and Linux");

    /// <summary>Standard input.</summary>
    public abstract IByteSource OpenInput();

    /// <summary>Standard output.</summary>
    public abstract IByteSink OpenOutput();

    /// <summary>Standard error.</summary>
    public abstract IByteSink OpenError();

    /// <summary>
    /// Whether standard output is a terminal. Asked of the system: Console would keep a copy of it open.
    /// </summary>
    public abstract bool IsOutputTerminal { get; }

    /// <summary>Whether standard error is a terminal.</summary>
    public abstract bool IsErrorTerminal { get; }

    /// <summary>Standard input as a socket; null when it is none, or there is no such thing here.</summary>
    public abstract SocketStream? TryOpenInputSocket();

    /// <summary>Starts the local program of a call, in our own identity. Its diagnostics go where ours go.</summary>
    /// <exception cref="LaunchException">It could not be started.</exception>
    public abstract ILaunchedProcess StartProgram(IReadOnlyList<string> arguments);

    /// <inheritdoc/>
    public abstract void Dispose();
}
