using System.ComponentModel;
using System.Runtime.InteropServices;
using PedOS.Agents.Posix.Native;

namespace PedOS.Agents.Posix.Processes;

/// <summary>The descriptors between us and one program, near and far ends, until they are handed over.</summary>
internal sealed unsafe class DescriptorPairs : IDisposable
{
    private readonly List<int> _open = [];

    /// <summary>A connected pair of sockets.</summary>
    /// <exception cref="Win32Exception">No descriptors are left.</exception>
    public (int Near, int Far) Socket()
    {
        int* fds = stackalloc int[2];
        Check(Libc.socketpair(Libc.AF_UNIX, Libc.SOCK_STREAM | Libc.SOCK_CLOEXEC, 0, fds));
        return Keep(fds[0], fds[1]);
    }

    /// <summary>A pipe whose near end is read.</summary>
    /// <exception cref="Win32Exception">No descriptors are left.</exception>
    public (int Near, int Far) Pipe()
    {
        int* fds = stackalloc int[2];
        Check(Libc.pipe2(fds, Libc.O_CLOEXEC));
        return Keep(fds[0], fds[1]);
    }

    /// <summary>Gives a descriptor away: it is not closed here any more.</summary>
    public int Release(int descriptor)
    {
        _ = _open.Remove(descriptor);
        return descriptor;
    }

    public void Dispose()
    {
        foreach (int descriptor in _open)
        {
            _ = Libc.close(descriptor);
        }

        _open.Clear();
    }

    private static void Check(int result)
    {
        if (result != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    private (int Near, int Far) Keep(int near, int far)
    {
        _open.Add(near);
        _open.Add(far);
        return (near, far);
    }
}
