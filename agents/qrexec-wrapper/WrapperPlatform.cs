namespace PedOS.QrexecWrapper;

/// <summary>The parts of the wrapper that depend on the system it runs on.</summary>
internal abstract class WrapperPlatform : IAsyncDisposable
{
    /// <summary>The parts for the system this runs on.</summary>
    /// <exception cref="PlatformNotSupportedException">Neither Windows nor Linux.</exception>
    public static WrapperPlatform ForThisSystem() =>
        OperatingSystem.IsWindows() ? new WindowsWrapperPlatform()
        : OperatingSystem.IsLinux() ? new LinuxWrapperPlatform()
        : throw new PlatformNotSupportedException("the wrapper runs on Windows and Linux");

    /// <summary>Puts the wrapper together.</summary>
    public abstract WrapperLoop CreateWrapper();

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
