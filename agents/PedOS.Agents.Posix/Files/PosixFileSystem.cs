using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using PedOS.Agents.Posix.Native;
using PedOS.Protocols.FileCopy;

namespace PedOS.Agents.Posix.Files;

/// <summary>What a file system turned out to be able to do, found out once.</summary>
internal sealed unsafe class PosixFileSystem
{
    private bool _hasNotes = true;

    /// <summary>Whether files without a name can be made (O_TMPFILE).</summary>
    public bool HasUnnamed { get; set; } = true;

    /// <summary>Whether a descriptor can be given a name by itself; else it goes through /proc.</summary>
    public bool LinksDescriptors { get; set; } = true;

    /// <summary>Notes something as an extended attribute, where there are some.</summary>
    public void Note(SafeFileHandle file, string name, ReadOnlySpan<byte> content)
    {
        fixed (byte* bytes = content)
        {
            if (_hasNotes && Libc.fsetxattr(file, $"user.{name}", bytes, (nuint)content.Length, 0) != 0)
            {
                _hasNotes = Marshal.GetLastPInvokeError() != Libc.EOPNOTSUPP
                    ? throw NativeName.Failure($"{name} cannot be noted")
                    : false;
            }
        }
    }

    /// <summary>Sets permissions and times.</summary>
    public static void Finish(SafeFileHandle file, uint mode, EntryTime accessed, EntryTime modified)
    {
        long* times = stackalloc long[4]
        {
            accessed.Seconds, accessed.Nanoseconds, modified.Seconds, modified.Nanoseconds,
        };
        if (Libc.fchmod(file, mode & FileCopyAbi.PermissionMask) != 0 || Libc.futimens(file, times) != 0)
        {
            throw NativeName.Failure("permissions or times cannot be set");
        }
    }
}
