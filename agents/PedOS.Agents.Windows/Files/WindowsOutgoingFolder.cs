using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using PedOS.Agents.Files;
using PedOS.Agents.Windows.Interop;
using PedOS.Protocols.FileCopy;

namespace PedOS.Agents.Windows.Files;

/// <summary>A folder on Windows that is sent.</summary>
public sealed unsafe class WindowsOutgoingFolder : IOutgoingFolder
{
    private const uint Access = Kernel32.FILE_LIST_DIRECTORY | Kernel32.FILE_TRAVERSE | Kernel32.FILE_READ_ATTRIBUTES;

    // Whoever has it open goes on with it.
    private const uint Share = Kernel32.FILE_SHARE_READ | Kernel32.FILE_SHARE_WRITE | Kernel32.FILE_SHARE_DELETE;

    // Bytes of names that are read at once.
    private const int ListSize = 65536;

    private readonly SafeFileHandle _handle;

    private WindowsOutgoingFolder(SafeFileHandle handle) => _handle = handle;

    /// <summary>Opens a folder by its path, which may lead through links.</summary>
    /// <exception cref="FileErrorException">There is none.</exception>
    public static WindowsOutgoingFolder Open(string path)
    {
        SafeFileHandle handle = Kernel32.OpenFile(
            path,
            Access | Kernel32.SYNCHRONIZE,
            Share,
            default,
            Kernel32.OPEN_EXISTING,
            Kernel32.FILE_FLAG_BACKUP_SEMANTICS,
            0);
        return handle.IsInvalid
            ? throw NtFile.LastFailure($"{path} cannot be opened")
            : new WindowsOutgoingFolder(handle);
    }

    /// <inheritdoc/>
    public IEnumerable<byte[]> List()
    {
        byte[] buffer = new byte[ListSize];

        // A handle remembers how far it was read.
        using SafeFileHandle again = Reach([], Access, Ntdll.FILE_DIRECTORY_FILE);
        for (bool isFirst = true; ReadNames(again, buffer, isFirst) is { Count: > 0 } names; isFirst = false)
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
        using SafeFileHandle handle = Reach(name, Kernel32.FILE_READ_ATTRIBUTES, 0);
        return OutgoingInfo.Read(handle);
    }

    /// <inheritdoc/>
    public IOutgoingFolder OpenFolder(byte[] name)
    {
        SafeFileHandle handle = Reach(name, Access, Ntdll.FILE_DIRECTORY_FILE);
        if (NtFile.IsLink(handle))
        {
            handle.Dispose();
            throw new FileErrorException(FileCopyError.ENOTDIR, "it is a link, which is not gone through");
        }

        return new WindowsOutgoingFolder(handle);
    }

    /// <inheritdoc/>
    public IOutgoingFile OpenFile(byte[] name, in OutgoingStatus seen)
    {
        const uint Reads = Kernel32.FILE_READ_DATA | Kernel32.FILE_READ_ATTRIBUTES;
        if (seen.Kind != EntryKind.File)
        {
            throw new FileErrorException(FileCopyError.EINVAL, "it is no file");
        }

        // Opened as what it stands for, so that what is compressed or in a cloud is read through whoever keeps it; that
        // it is the one that was looked at shows that no link was put in its place.
        SafeFileHandle handle = NtFile.TryOpen(
            out int status, _handle, WideName.ToText(name), Reads, Share, Ntdll.FILE_OPEN,
            Ntdll.FILE_NON_DIRECTORY_FILE | Ntdll.FILE_SEQUENTIAL_ONLY, throughReparsePoints: true)
            ?? throw NtFile.Failure("it cannot be opened", status);
        try
        {
            OutgoingStatus opened = OutgoingInfo.Read(handle);
            return opened.Identity == seen.Identity
                ? new WindowsOutgoingFile(handle, opened)
                : throw new FileErrorException(FileCopyError.EINVAL, "it was replaced while it was opened");
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
        using SafeFileHandle handle = Reach(name, Kernel32.FILE_READ_ATTRIBUTES, 0);
        return OutgoingInfo.ReadLink(handle);
    }

    /// <inheritdoc/>
    public bool TryRemove(byte[] name, in OutgoingStatus expected)
    {
        using SafeFileHandle handle = Reach(name, Kernel32.DELETE | Kernel32.FILE_READ_ATTRIBUTES, 0);
        OutgoingStatus there = OutgoingInfo.Read(handle);
        if (expected.Kind == EntryKind.Directory
            ? there.Identity != expected.Identity
            : there.Version != expected.Version)
        {
            return false;
        }

        // Read-only files, too, as a move does on the other system.
        uint flags = Kernel32.FILE_DISPOSITION_FLAG_DELETE | Kernel32.FILE_DISPOSITION_FLAG_IGNORE_READONLY_ATTRIBUTE;
        byte delete = 1;
        return Kernel32.SetFileInformationByHandle(
                handle, Kernel32.FileDispositionInfoEx, &flags, sizeof(uint))
            || Kernel32.SetFileInformationByHandle(handle, Kernel32.FileDispositionInfo, &delete, sizeof(byte))
            || (Marshal.GetLastPInvokeError() == Win32Error.ERROR_DIR_NOT_EMPTY
                ? false
                : throw NtFile.LastFailure("it cannot be removed"));
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private SafeFileHandle Reach(byte[] name, uint access, uint options) =>
        NtFile.TryOpen(out int status, _handle, WideName.ToText(name), access, Share, Ntdll.FILE_OPEN, options)
        ?? throw NtFile.Failure("it cannot be opened", status);

    // FILE_NAMES_INFORMATION: offset of the next, index, bytes of the name, name.
    private static List<byte[]> ReadNames(SafeFileHandle folder, byte[] buffer, bool isFirst)
    {
        List<byte[]> names = [];
        fixed (byte* start = buffer)
        {
            // A piece may hold nothing but the folder itself and the one above.
            for (; names.Count == 0; isFirst = false)
            {
                Ntdll.IoStatusBlock block;
                int status = Ntdll.NtQueryDirectoryFile(
                    folder, 0, 0, 0, &block, start, ListSize, Ntdll.FileNamesInformation, false, null, isFirst);
                if (status is Ntdll.STATUS_NO_MORE_FILES or Ntdll.STATUS_NO_SUCH_FILE)
                {
                    return names;
                }

                if (status < 0)
                {
                    throw NtFile.Failure("the folder cannot be read", status);
                }

                byte* at = start;
                while (true)
                {
                    ReadOnlySpan<char> name = new(at + 12, *(int*)(at + 8) / sizeof(char));
                    if (name is not "." and not "..")
                    {
                        names.Add(WideName.ToBytes(name));
                    }

                    if (*(uint*)at == 0)
                    {
                        break;
                    }

                    at += *(uint*)at;
                }
            }
        }

        return names;
    }
}
