using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using PedOS.Agents.Files;
using PedOS.Agents.Windows.Interop;
using PedOS.Agents.Windows.Security;
using PedOS.Protocols.FileCopy;

namespace PedOS.Agents.Windows.Files;

/// <summary>A folder on Windows.</summary>
public sealed unsafe class WindowsIncomingFolder : IIncomingFolder
{
    private const uint Access = Kernel32.FILE_LIST_DIRECTORY | Kernel32.FILE_ADD_FILE | Kernel32.FILE_ADD_SUBDIRECTORY
        | Kernel32.FILE_TRAVERSE | Kernel32.FILE_READ_ATTRIBUTES | Kernel32.FILE_WRITE_ATTRIBUTES;

    // Nobody renames or removes a folder that is being received into.
    private const uint FolderShare = Kernel32.FILE_SHARE_READ | Kernel32.FILE_SHARE_WRITE;

    // Its streams are opened besides it; others cannot open it while it is marked for deletion.
    private const uint FileShare =
        Kernel32.FILE_SHARE_READ | Kernel32.FILE_SHARE_WRITE | Kernel32.FILE_SHARE_DELETE;

    // winnt.h: SECURITY_LOCAL_SERVICE_RID and SECURITY_NETWORK_SERVICE_RID.
    private const string LocalServiceSid = "S-1-5-19";
    private const string NetworkServiceSid = "S-1-5-20";

    private const uint FileAccess = Kernel32.FILE_WRITE_DATA | Kernel32.FILE_READ_ATTRIBUTES
        | Kernel32.FILE_WRITE_ATTRIBUTES | Kernel32.DELETE;

    private readonly SafeFileHandle _handle;
    private readonly VolumeTraits _volume;

    private WindowsIncomingFolder(SafeFileHandle handle, VolumeTraits volume)
    {
        _handle = handle;
        _volume = volume;
    }

    /// <summary>Windows has some, but they are not made: they would lead programs elsewhere.</summary>
    public bool HasLinks => false;

    /// <summary>Whether what is received can be marked as coming from elsewhere.</summary>
    public bool HasNotes => _volume.HasStreams;

    /// <summary>Opens the documents of the user who this runs as.</summary>
    /// <exception cref="FileErrorException">There are none, or this runs as a service, which has no user's.</exception>
    public static WindowsIncomingFolder OpenDocuments()
    {
        if (TokenAccount.Own.Sid is TokenAccount.LocalSystemSid or LocalServiceSid or NetworkServiceSid)
        {
            throw new FileErrorException(
                FileCopyError.EACCES, "files are received for a user who is logged on, not for a service");
        }

        Guid folder = Shell32.FOLDERID_Documents;
        int result = Shell32.SHGetKnownFolderPath(&folder, Shell32.KF_FLAG_CREATE, 0, out nint path);
        string? documents = Marshal.PtrToStringUni(path);
        Marshal.FreeCoTaskMem(path);
        return result >= 0 && documents is not null
            ? Open(documents)
            : throw new FileErrorException(
                FileCopyError.ENOENT, $"the user has no folder for documents (error {result:X8})");
    }

    /// <summary>Opens a folder by its path, which may lead through links.</summary>
    /// <exception cref="FileErrorException">There is none.</exception>
    public static WindowsIncomingFolder Open(string path)
    {
        SafeFileHandle handle = Kernel32.OpenFile(
            path,
            Access | Kernel32.SYNCHRONIZE,
            FolderShare,
            default,
            Kernel32.OPEN_EXISTING,
            Kernel32.FILE_FLAG_BACKUP_SEMANTICS,
            0);
        if (handle.IsInvalid)
        {
            throw NtFile.LastFailure($"{path} cannot be opened");
        }

        try
        {
            return new WindowsIncomingFolder(handle, VolumeTraits.Of(handle));
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public byte[]? FindName(ReadOnlySpan<byte> name)
    {
        const int Longest = 65536;

        // A handle keeps its first search; each needs its own.
        using SafeFileHandle again = NtFile.TryOpen(
            out int opened, _handle, [], Kernel32.FILE_LIST_DIRECTORY, FolderShare, Ntdll.FILE_OPEN,
            Ntdll.FILE_DIRECTORY_FILE) ?? throw NtFile.Failure("a folder cannot be searched", opened);
        byte[] buffer = new byte[Longest];
        fixed (char* text = Text(name))
        fixed (byte* found = buffer)
        {
            ushort length = checked((ushort)(Encoding.UTF8.GetCharCount(name) * sizeof(char)));
            Ntdll.UnicodeString pattern = new() { Length = length, MaximumLength = length, Buffer = text };
            Ntdll.IoStatusBlock block;
            int status = Ntdll.NtQueryDirectoryFile(
                again, 0, 0, 0, &block, found, Longest, Ntdll.FileNamesInformation, true, &pattern, true);

            // FILE_NAMES_INFORMATION: next entry, index, length of the name in bytes, name.
            return status switch
            {
                >= 0 => Encoding.UTF8.GetBytes(new string((char*)(found + 12), 0, *(int*)(found + 8) / sizeof(char))),
                Ntdll.STATUS_NO_SUCH_FILE or Ntdll.STATUS_NO_MORE_FILES => null,
                _ => throw NtFile.Failure("a name cannot be looked for", status),
            };
        }
    }

    /// <inheritdoc/>
    public IIncomingFolder? TryOpenFolder(ReadOnlySpan<byte> name) => TryOpen(name, Ntdll.FILE_OPEN);

    /// <inheritdoc/>
    public IIncomingFolder? TryMakeFolder(ReadOnlySpan<byte> name) => TryOpen(name, Ntdll.FILE_CREATE);

    /// <inheritdoc/>
    public IIncomingFile? TryMakeFile(ReadOnlySpan<byte> name)
    {
        SafeFileHandle? file = NtFile.TryOpen(
            out int status, _handle, Text(name), FileAccess, FileShare, Ntdll.FILE_CREATE,
            Ntdll.FILE_NON_DIRECTORY_FILE | Ntdll.FILE_SEQUENTIAL_ONLY);
        return file is not null ? new WindowsIncomingFile(file, _volume)
            : status == Ntdll.STATUS_OBJECT_NAME_COLLISION ? null
            : throw NtFile.Failure("a file cannot be made", status);
    }

    /// <inheritdoc/>
    public bool TryMakeLink(ReadOnlySpan<byte> name, ReadOnlySpan<byte> target) =>
        throw new FileErrorException(FileCopyError.EINVAL, "links are not made here");

    /// <inheritdoc/>
    public void Note(string name, ReadOnlySpan<byte> content)
    {
        if (_volume.HasStreams)
        {
            NtFile.Note(_handle, name, content);
        }
    }

    /// <inheritdoc/>
    public void Finish(uint mode, EntryTime accessed, EntryTime modified) =>
        NtFile.SetTimes(_handle, accessed, modified);

    /// <inheritdoc/>
    public ulong GetFreeBytes()
    {
        Ntdll.FullSizeInformation size;
        Ntdll.IoStatusBlock block;
        int status = Ntdll.NtQueryVolumeInformationFile(
            _handle, &block, &size, (uint)sizeof(Ntdll.FullSizeInformation), Ntdll.FileFsFullSizeInformation);
        return status >= 0
            ? (ulong)Math.Max(0, size.CallerAvailableAllocationUnits) * size.SectorsPerAllocationUnit
                * size.BytesPerSector
            : throw NtFile.Failure("free space cannot be asked for", status);
    }

    /// <inheritdoc/>
    public void Flush() => _volume.FlushFolder(_handle);

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private static string Text(ReadOnlySpan<byte> name) => Encoding.UTF8.GetString(name);

    private WindowsIncomingFolder? TryOpen(ReadOnlySpan<byte> name, uint disposition)
    {
        SafeFileHandle? handle = NtFile.TryOpen(
            out int status, _handle, Text(name), Access, FolderShare, disposition, Ntdll.FILE_DIRECTORY_FILE);
        if (handle is null)
        {
            return status is Ntdll.STATUS_OBJECT_NAME_COLLISION or Ntdll.STATUS_OBJECT_NAME_NOT_FOUND
                ? null
                : throw NtFile.Failure("a folder cannot be opened or made", status);
        }

        try
        {
            return NtFile.IsLink(handle)
                ? throw new FileErrorException(FileCopyError.ENOTDIR, "a link is no folder")
                : new WindowsIncomingFolder(handle, _volume);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }
}
