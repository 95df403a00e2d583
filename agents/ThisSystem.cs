using PedOS.Agents.Posix.Hosting;
using PedOS.Agents.Windows.Hosting;

namespace PedOS.Agents.Hosting;

/// <summary>
/// The system that this program runs on; part of every program, because a library for both would be one for neither.
/// </summary>
internal static class ThisSystem
{
    /// <summary>Its guest; each program has one.</summary>
    /// <exception cref="PlatformNotSupportedException">Neither Windows nor Linux.</exception>
    public static Guest Guest() =>
        OperatingSystem.IsWindows() ? new WindowsGuest()
        : OperatingSystem.IsLinux() ? new PosixGuest()
        : throw new PlatformNotSupportedException("the programs run on Windows and Linux");
}
