using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using PedOS.Agents.Files;
using PedOS.Agents.Posix.Native;
using PedOS.Protocols.FileCopy;

namespace PedOS.Agents.Posix.Files;

/// <summary>
/// A file on Linux: without a name until it is kept, where the file system has such files. Whether its name is taken is
/// told then; of a long file already at its second part, so that nobody receives a terabyte for a name that exists.
/// </summary>
internal sealed unsafe class PosixIncomingFile : IIncomingFile
{
    // Nobody else looks at what is not whole.
    private const uint OwnFile = 0x180;

    // Large enough for a disk, small against what is left when the file is whole.
    private const long DiskPart = 8 << 20;

    private readonly SafeFileHandle _folder;
    private readonly SafeFileHandle _handle;
    private readonly PosixFileSystem _system;
    private readonly byte[] _name;
    private readonly bool _isUnnamed;
    private int _parts;
    private long _written;
    private long _begun;
    private bool _isKept;

    private PosixIncomingFile(
        SafeFileHandle folder, SafeFileHandle handle, PosixFileSystem system, byte[] name, bool isUnnamed)
    {
        _folder = folder;
        _handle = handle;
        _system = system;
        _name = name;
        _isUnnamed = isUnnamed;
    }

    /// <summary>Begins one.</summary>
    /// <returns>Null when something has the name and files have theirs from the beginning.</returns>
    public static PosixIncomingFile? TryMake(SafeFileHandle folder, ReadOnlySpan<byte> name, PosixFileSystem system)
    {
        byte[] named = NativeName.Of(name);
        if (system.HasUnnamed)
        {
            int unnamed;
            fixed (byte* here = "."u8)
            {
                unnamed = Libc.openat(folder, here, Libc.O_TMPFILE | Libc.O_WRONLY | Libc.O_CLOEXEC, OwnFile);
            }

            if (unnamed >= 0)
            {
                return new(folder, new SafeFileHandle(unnamed, ownsHandle: true), system, named, isUnnamed: true);
            }

            system.HasUnnamed = Marshal.GetLastPInvokeError() is not (Libc.EOPNOTSUPP or Libc.EISDIR or Libc.ENOENT)
                ? throw NativeName.Failure("a file cannot be made")
                : false;
        }

        fixed (byte* bytes = named)
        {
            const int Flags = Libc.O_WRONLY | Libc.O_CREAT | Libc.O_EXCL | Libc.O_NOFOLLOW | Libc.O_CLOEXEC;
            int descriptor = Libc.openat(folder, bytes, Flags, OwnFile);
            return descriptor >= 0
                ? new(folder, new SafeFileHandle(descriptor, ownsHandle: true), system, named, isUnnamed: false)
                : Marshal.GetLastPInvokeError() == Libc.EEXIST ? null
                : throw NativeName.Failure("a file cannot be made");
        }
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        _parts++;
        if (_isUnnamed && _parts == 2 && NativeName.Exists(_folder, _name))
        {
            throw Exists();
        }

        fixed (byte* start = bytes)
        {
            for (int at = 0; at < bytes.Length;)
            {
                nint written = Libc.write(_handle, start + at, bytes.Length - at);
                if (written < 0 && !Libc.WasInterrupted())
                {
                    throw NativeName.Failure("a file cannot be written");
                }

                at += (int)Math.Max(0, written);
            }
        }

        // The disk begins with a long file before it is whole; what fails is told by the flush at the end.
        _written += bytes.Length;
        if (_written - _begun >= DiskPart)
        {
            _ = Libc.sync_file_range(_handle, _begun, _written - _begun, Libc.SYNC_FILE_RANGE_WRITE);
            _begun = _written;
        }
    }

    public void Note(string name, ReadOnlySpan<byte> content) => _system.Note(_handle, name, content);

    public void Keep(uint mode, EntryTime accessed, EntryTime modified)
    {
        PosixFileSystem.Finish(_handle, mode, accessed, modified);
        if (_isUnnamed)
        {
            GiveName();
        }

        _isKept = true;
    }

    public void Dispose()
    {
        if (!_isKept && !_isUnnamed)
        {
            fixed (byte* bytes = _name)
            {
                _ = Libc.unlinkat(_folder, bytes, 0);
            }

            _isKept = true;
        }

        _handle.Dispose();
    }

    private void GiveName()
    {
        fixed (byte* bytes = _name, nothing = "\0"u8)
        {
            if (_system.LinksDescriptors && Libc.linkat(_handle, nothing, _folder, bytes, Libc.AT_EMPTY_PATH) == 0)
            {
                return;
            }

            // Older kernels let only the administrator do that, and say that there is nothing.
            if (_system.LinksDescriptors && Marshal.GetLastPInvokeError() is not (Libc.ENOENT or Libc.EPERM))
            {
                throw Unnameable();
            }

            _system.LinksDescriptors = false;
            string place = string.Create(
                CultureInfo.InvariantCulture, $"/proc/self/fd/{_handle.DangerousGetHandle()}\0");
            fixed (byte* path = Encoding.ASCII.GetBytes(place))
            {
                if (Libc.linkat(_folder, path, _folder, bytes, Libc.AT_SYMLINK_FOLLOW) != 0)
                {
                    throw Unnameable();
                }
            }
        }
    }

    private static FileErrorException Unnameable() => Marshal.GetLastPInvokeError() == Libc.EEXIST
        ? Exists()
        : NativeName.Failure("a whole file cannot be given its name");

    private static FileErrorException Exists() =>
        new(FileCopyError.EEXIST, "something of the name exists, and nothing is overwritten");
}
