using Microsoft.Win32.SafeHandles;
using PedOS.Agents.Windows.Interop;

namespace PedOS.Agents.Windows.Processes;

/// <summary>The device that swallows everything and has nothing.</summary>
internal static class NullDevice
{
    /// <summary>Opens it for both directions, for a child to inherit.</summary>
    /// <exception cref="IOException">The system refused.</exception>
    public static SafeFileHandle OpenInheritable()
    {
        SafeFileHandle nothing = Kernel32.OpenFile(
            "NUL",
            Kernel32.GENERIC_READ | Kernel32.GENERIC_WRITE,
            Kernel32.FILE_SHARE_READ | Kernel32.FILE_SHARE_WRITE,
            SecurityAttributes.For(0, inheritable: true),
            Kernel32.OPEN_EXISTING,
            0,
            0);
        return !nothing.IsInvalid ? nothing : throw Win32Error.Last("the null device cannot be opened");
    }
}
