using System.Runtime.InteropServices;

namespace PedOS.Agents.Posix.Native;

/// <summary>What a path is, with the kernel's own word when it cannot be told.</summary>
/// <param name="Errno">0, or why there is no answer.</param>
/// <param name="Mode">st_mode when there is one.</param>
internal readonly record struct FileStatus(int Errno, int Mode)
{
    public bool IsSocket => (Mode & Libc.S_IFMT) == Libc.S_IFSOCK;

    /// <summary>Looks at a path, following links.</summary>
    public static unsafe FileStatus Of(string path)
    {
        byte* buffer = stackalloc byte[Libc.StatxSize];
        return Libc.statx(Libc.AT_FDCWD, path, 0, Libc.STATX_TYPE, buffer) == 0
            ? new FileStatus(0, *(ushort*)(buffer + 28))
            : new FileStatus(Marshal.GetLastPInvokeError(), 0);
    }

    /// <summary>Whether our effective user may execute a file.</summary>
    public static bool IsExecutable(string path) =>
        Libc.faccessat(Libc.AT_FDCWD, path, Libc.X_OK, Libc.AT_EACCESS) == 0;
}
