using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using PedOS.Agents.Files;
using PedOS.Agents.Posix.Native;
using PedOS.Protocols.FileCopy;

namespace PedOS.Agents.Posix.Files;

/// <summary>A folder on Linux.</summary>
public sealed unsafe class PosixIncomingFolder : IIncomingFolder
{
    private const int OpenFlags = Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_NOFOLLOW | Libc.O_CLOEXEC;

    // Nobody else looks at what is not whole.
    private const uint OwnFolder = 0x1C0;

    private readonly SafeFileHandle _handle;
    private readonly PosixFileSystem _system;

    private PosixIncomingFolder(SafeFileHandle handle, PosixFileSystem system)
    {
        _handle = handle;
        _system = system;
    }

    /// <inheritdoc/>
    public bool HasLinks => true;

    /// <summary>Opens a folder by its path, which may lead through links.</summary>
    /// <exception cref="FileErrorException">There is none.</exception>
    public static PosixIncomingFolder Open(string path)
    {
        int descriptor = Libc.open(path, Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_CLOEXEC, 0);
        return descriptor >= 0
            ? new PosixIncomingFolder(new SafeFileHandle(descriptor, ownsHandle: true), new PosixFileSystem())
            : throw NativeName.Failure($"{path} cannot be opened");
    }

    /// <inheritdoc/>
    public byte[]? FindName(ReadOnlySpan<byte> name) =>
        NativeName.Exists(_handle, NativeName.Of(name)) ? name.ToArray() : null;

    /// <inheritdoc/>
    public IIncomingFolder? TryOpenFolder(ReadOnlySpan<byte> name)
    {
        fixed (byte* bytes = NativeName.Of(name))
        {
            int descriptor = Libc.openat(_handle, bytes, OpenFlags, 0);
            return descriptor >= 0
                ? new PosixIncomingFolder(new SafeFileHandle(descriptor, ownsHandle: true), _system)
                : Marshal.GetLastPInvokeError() switch
                {
                    Libc.ENOENT => null,
                    Libc.ELOOP => throw NativeName.Failure("a link is no folder", Libc.ENOTDIR),
                    _ => throw NativeName.Failure("a folder cannot be opened"),
                };
        }
    }

    /// <inheritdoc/>
    public IIncomingFolder? TryMakeFolder(ReadOnlySpan<byte> name)
    {
        fixed (byte* bytes = NativeName.Of(name))
        {
            return Libc.mkdirat(_handle, bytes, OwnFolder) == 0
                ? TryOpenFolder(name) ?? throw NativeName.Failure("a new folder is gone", Libc.ENOENT)
                : Marshal.GetLastPInvokeError() == Libc.EEXIST ? null
                : throw NativeName.Failure("a folder cannot be made");
        }
    }

    /// <inheritdoc/>
    public IIncomingFile? TryMakeFile(ReadOnlySpan<byte> name) => PosixIncomingFile.TryMake(_handle, name, _system);

    /// <inheritdoc/>
    public bool TryMakeLink(ReadOnlySpan<byte> name, ReadOnlySpan<byte> target)
    {
        fixed (byte* bytes = NativeName.Of(name), leads = NativeName.Of(target))
        {
            return Libc.symlinkat(leads, _handle, bytes) == 0
                || (Marshal.GetLastPInvokeError() == Libc.EEXIST
                    ? false
                    : throw NativeName.Failure("a link cannot be made"));
        }
    }

    /// <inheritdoc/>
    public void Note(string name, ReadOnlySpan<byte> content) => _system.Note(_handle, name, content);

    /// <inheritdoc/>
    public void Finish(uint mode, EntryTime accessed, EntryTime modified) =>
        PosixFileSystem.Finish(_handle, mode, accessed, modified);

    /// <inheritdoc/>
    public ulong GetFreeBytes()
    {
        const int Size = 112;
        byte* status = stackalloc byte[Size];
        return Libc.fstatvfs(_handle, status) == 0
            ? (ulong)UInt128.Min(ulong.MaxValue, (UInt128)(*(ulong*)(status + 8)) * *(ulong*)(status + 32))
            : throw NativeName.Failure("free space cannot be asked for");
    }

    /// <inheritdoc/>
    public void Flush()
    {
        if (Libc.syncfs(_handle) != 0)
        {
            throw NativeName.Failure("the file system cannot be taken to the disk");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();
}
