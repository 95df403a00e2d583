using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using PedOS.Agents.Files;
using PedOS.Agents.Posix.Native;
using PedOS.Protocols.FileCopy;

namespace PedOS.Agents.Posix.Files;

/// <summary>A folder on Linux that is sent.</summary>
public sealed unsafe class PosixOutgoingFolder : IOutgoingFolder
{
    private const int Flags = Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_CLOEXEC;

    // Bytes of directory entries that are read at once.
    private const int ListSize = 32768;

    private readonly SafeFileHandle _handle;

    private PosixOutgoingFolder(SafeFileHandle handle) => _handle = handle;

    /// <summary>Opens a folder by its path, which may lead through links.</summary>
    /// <exception cref="FileErrorException">There is none.</exception>
    public static PosixOutgoingFolder Open(string path)
    {
        int descriptor = Libc.open(path, Flags, 0);
        return descriptor >= 0
            ? new PosixOutgoingFolder(new SafeFileHandle(descriptor, ownsHandle: true))
            : throw NativeName.Failure($"{path} cannot be opened");
    }

    /// <inheritdoc/>
    public IEnumerable<byte[]> List()
    {
        byte[] buffer = new byte[ListSize];
        while (ReadNames(buffer) is { Count: > 0 } names)
        {
            foreach (byte[] name in names)
            {
                yield return name;
            }
        }
    }

    /// <inheritdoc/>
    public OutgoingStatus Look(byte[] name)
    {
        fixed (byte* bytes = NativeName.Of(name))
        {
            return StatusOf(_handle, bytes, Libc.AT_SYMLINK_NOFOLLOW);
        }
    }

    /// <inheritdoc/>
    public IOutgoingFolder OpenFolder(byte[] name) => new PosixOutgoingFolder(Open(name, Flags));

    /// <inheritdoc/>
    public IOutgoingFile OpenFile(byte[] name, in OutgoingStatus seen)
    {
        // A pipe that was put there meanwhile has no writer to wait for.
        SafeFileHandle handle = Open(name, Libc.O_RDONLY | Libc.O_NONBLOCK | Libc.O_CLOEXEC);
        try
        {
            fixed (byte* nothing = "\0"u8)
            {
                OutgoingStatus status = StatusOf(handle, nothing, Libc.AT_EMPTY_PATH);
                return status.Kind == EntryKind.File
                    ? new PosixOutgoingFile(handle, status)
                    : throw NativeName.Failure("it is no file any more", Libc.EINVAL);
            }
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public byte[] ReadLink(byte[] name)
    {
        byte[] target = new byte[FileCopyAbi.MaxName + 1];
        fixed (byte* bytes = NativeName.Of(name), leads = target)
        {
            nint length = Libc.readlinkat(_handle, bytes, leads, (nuint)target.Length);
            return length >= 0 ? target[..(int)length] : throw NativeName.Failure("a link cannot be read");
        }
    }

    /// <inheritdoc/>
    public bool TryRemove(byte[] name, in OutgoingStatus expected)
    {
        if (Look(name).Identity != expected.Identity)
        {
            return false;
        }

        fixed (byte* bytes = NativeName.Of(name))
        {
            bool isFolder = expected.Kind == EntryKind.Directory;
            return Libc.unlinkat(_handle, bytes, isFolder ? Libc.AT_REMOVEDIR : 0) == 0
                || (isFolder && Marshal.GetLastPInvokeError() is Libc.ENOTEMPTY or Libc.EEXIST
                    ? false
                    : throw NativeName.Failure("it cannot be removed"));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    // struct statx: stx_mode u16 at 28, stx_ino u64 at 32, stx_size u64 at 40, stx_atime at 64, stx_mtime at 112, each
    // i64 seconds and u32 nanoseconds; device numbers u32 at 136 and 140.
    private static OutgoingStatus StatusOf(SafeFileHandle folder, byte* name, int flags)
    {
        byte* at = stackalloc byte[Libc.StatxSize];
        if (Libc.statx(folder, name, flags, Libc.STATX_BASIC_STATS, at) != 0)
        {
            throw NativeName.Failure("it cannot be looked at");
        }

        ulong device = ((ulong)*(uint*)(at + 136) << 32) | *(uint*)(at + 140);
        return new OutgoingStatus(
            *(ushort*)(at + 28),
            *(ulong*)(at + 40),
            TimeAt(at + 64),
            TimeAt(at + 112),
            new UInt128(device, *(ulong*)(at + 32)),
            IsElsewhere: false);
    }

    private static EntryTime TimeAt(byte* time) => *(long*)time switch
    {
        < 0 => default,
        > uint.MaxValue => new EntryTime(uint.MaxValue, 0),
        long seconds => new EntryTime((uint)seconds, *(uint*)(time + sizeof(long))),
    };

    private SafeFileHandle Open(byte[] name, int flags)
    {
        fixed (byte* bytes = NativeName.Of(name))
        {
            int descriptor = Libc.openat(_handle, bytes, flags | Libc.O_NOFOLLOW, 0);
            return descriptor >= 0
                ? new SafeFileHandle(descriptor, ownsHandle: true)
                : throw NativeName.Failure("it cannot be opened");
        }
    }

    // struct linux_dirent64: d_reclen u16 at 16, d_name at 19.
    private List<byte[]> ReadNames(byte[] buffer)
    {
        List<byte[]> names = [];
        fixed (byte* start = buffer)
        {
            // A piece may hold nothing but the folder itself and the one above.
            while (names.Count == 0)
            {
                nint length = Libc.ReadDirectory(_handle, start, buffer.Length);
                if (length <= 0)
                {
                    return length == 0 ? names : throw NativeName.Failure("the folder cannot be read");
                }

                for (nint at = 0; at < length; at += *(ushort*)(start + at + 16))
                {
                    ReadOnlySpan<byte> name = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(start + at + 19);
                    if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8))
                    {
                        names.Add(name.ToArray());
                    }
                }
            }
        }

        return names;
    }
}
