namespace PedOS.DatabaseDaemon;

/// <summary>The parts of the daemon that depend on the system it runs on.</summary>
internal abstract class DaemonPlatform : IAsyncDisposable
{
    /// <summary>What holds when the command line says nothing.</summary>
    public abstract DaemonOptions DefaultOptions { get; }

    /// <summary>The parts for the system this runs on.</summary>
    /// <exception cref="PlatformNotSupportedException">Neither Windows nor Linux.</exception>
    public static DaemonPlatform ForThisSystem() =>
        OperatingSystem.IsWindows() ? new WindowsDaemonPlatform()
        : OperatingSystem.IsLinux() ? new LinuxDaemonPlatform()
        : throw new PlatformNotSupportedException("the daemon runs on Windows and Linux");

    /// <summary>Puts the daemon together.</summary>
    public abstract DatabaseService CreateService(DaemonOptions options);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
