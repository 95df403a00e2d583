using Microsoft.Win32.SafeHandles;

namespace PedOS.Agents.Windows.Interop;

/// <summary>
/// An event that the system has a name for. It is opened to wait for and for nothing else: the system lets ordinary
/// accounts do no more with its events, and the runtime's own way asks for the right to set them.
/// </summary>
internal sealed class SystemEvent : WaitHandle
{
    private SystemEvent(SafeWaitHandle handle) => SafeWaitHandle = handle;

    /// <summary>Opens it.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Null when there is none, or when it is not for this account.</returns>
    public static SystemEvent? TryOpen(string name)
    {
        SafeWaitHandle handle = Kernel32.OpenEvent(Kernel32.SYNCHRONIZE, false, name);
        if (!handle.IsInvalid)
        {
            return new SystemEvent(handle);
        }

        handle.Dispose();
        return null;
    }
}
