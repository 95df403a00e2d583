using System.ComponentModel;
using System.Runtime.InteropServices;
using PedOS.Agents.Posix.Native;
using PedOS.Agents.Processes;

namespace PedOS.Agents.Posix.Processes;

/// <summary>The wrapper's end of its link to the agent.</summary>
public static class WrapperLink
{
    private const int StandardOutput = 1;

    /// <summary>Takes the link that the agent left as standard output.</summary>
    /// <exception cref="Win32Exception">There is none.</exception>
    public static SocketStream Open()
    {
        int descriptor = Libc.dup(StandardOutput);
        return descriptor >= 0 ? new SocketStream(descriptor) : throw new Win32Exception(Marshal.GetLastPInvokeError());
    }
}
