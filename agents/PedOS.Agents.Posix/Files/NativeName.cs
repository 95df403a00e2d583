using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using PedOS.Agents.Files;
using PedOS.Agents.Posix.Native;

namespace PedOS.Agents.Posix.Files;

/// <summary>Names as the C library takes them, and its errors.</summary>
internal static unsafe class NativeName
{
    /// <summary>A name with its NUL.</summary>
    public static byte[] Of(ReadOnlySpan<byte> name)
    {
        byte[] bytes = new byte[name.Length + 1];
        name.CopyTo(bytes);
        return bytes;
    }

    /// <summary>Whether something has a name; a link is something, wherever it leads.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="name">The name with its NUL.</param>
    /// <exception cref="FileErrorException">The system does not tell.</exception>
    public static bool Exists(SafeFileHandle folder, byte[] name)
    {
        byte* status = stackalloc byte[Libc.StatxSize];
        fixed (byte* bytes = name)
        {
            return Libc.statx(folder, bytes, Libc.AT_SYMLINK_NOFOLLOW, Libc.STATX_TYPE, status) == 0
                || (Marshal.GetLastPInvokeError() == Libc.ENOENT
                    ? false
                    : throw Failure("a name cannot be looked for"));
        }
    }

    /// <summary>What the last call failed with.</summary>
    /// <param name="what">What failed.</param>
    public static FileErrorException Failure(string what)
    {
        int error = Marshal.GetLastPInvokeError();
        return Failure(what, error);
    }

    /// <summary>A failure of a number.</summary>
    public static FileErrorException Failure(string what, int error) =>
        new((uint)error, $"{what}: {Marshal.GetPInvokeErrorMessage(error)}");
}
