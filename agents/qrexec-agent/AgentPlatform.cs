using PedOS.Agents.Sessions;

namespace PedOS.QrexecAgent;

/// <summary>The parts of the agent that depend on the system it runs on.</summary>
internal abstract class AgentPlatform : IAsyncDisposable
{
    /// <summary>What the command line need not say.</summary>
    public abstract AgentOptions Defaults { get; }

    /// <summary>Full path of the wrapper, which is installed beside the agent.</summary>
    protected static string WrapperPath => Path.Combine(
        AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "qrexec-wrapper.exe" : "qrexec-wrapper");

    /// <summary>The parts for the system this runs on.</summary>
    /// <param name="sessions">Tells on Windows when somebody logs on.</param>
    /// <exception cref="PlatformNotSupportedException">Neither Windows nor Linux.</exception>
    public static AgentPlatform ForThisSystem(ISessionEvents sessions) =>
        OperatingSystem.IsWindows() ? new WindowsAgentPlatform(sessions)
        : OperatingSystem.IsLinux() ? new LinuxAgentPlatform()
        : throw new PlatformNotSupportedException("the agent runs on Windows and Linux");

    /// <summary>Puts the agent together.</summary>
    public abstract QrexecAgentService CreateAgent(AgentOptions options);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
