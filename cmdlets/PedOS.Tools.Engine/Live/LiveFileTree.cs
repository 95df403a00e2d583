using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Native;

namespace PedOS.Tools.Engine.Live;

/// <summary>The files of the running Windows, on its system drive.</summary>
public sealed class LiveFileTree : IFileTree
{
    private const int CopyBuffer = 1 << 17;

    private readonly string _drive;
    private readonly UnflushedNames _unflushed = new();
    private readonly FileCalls _calls;
    private readonly HeldFiles _held;
    private readonly Lazy<bool> _keepsSecurity;

    /// <summary>The files of a drive.</summary>
    /// <param name="drive">Letter and colon.</param>
    /// <param name="aside">
    /// Folder for what is in use when it is replaced or deleted, on that drive; made when it is needed.
    /// </param>
    /// <param name="wait">Lets time pass.</param>
    public LiveFileTree(string drive, string aside, Action<TimeSpan> wait)
    {
        _drive = drive;
        _calls = new FileCalls(this, wait);
        _held = new HeldFiles(_calls, aside);
        _keepsSecurity = new(KeepsSecurity);
    }

    /// <inheritdoc/>
    public int Parallelism => 1;

    /// <inheritdoc/>
    public long FreeBytes => Kernel32.GetDiskFreeSpaceEx(_drive + "\\", out long free, IntPtr.Zero, IntPtr.Zero)
        ? free
        : throw Win32Error.Last("GetDiskFreeSpaceEx", _drive);

    /// <inheritdoc/>
    public FileEntry? Find(string path)
    {
        FilePath at = Parse(path);
        if (at.IsRoot)
        {
            // A search does not find the root; nobody asks for its time.
            return new FileEntry("", FileKind.Directory, 0, DateTime.FromFileTimeUtc(0));
        }

        using FindHandle find = Kernel32.FindFirstFile(at.Native, out Kernel32.FindData data);
        return !find.IsInvalid ? Entry(data)
            : IsMissing(Marshal.GetLastWin32Error()) ? null
            : throw Win32Error.Last("FindFirstFile", path);
    }

    /// <inheritdoc/>
    public IReadOnlyList<FileEntry> List(string path)
    {
        FilePath at = Parse(path);
        if (!at.IsRoot && Find(path) is not { Kind: FileKind.Directory })
        {
            return [];
        }

        List<FileEntry> entries = [];
        string all = at.Native + (at.IsRoot ? "*" : "\\*");
        using FindHandle find = Kernel32.FindFirstFile(all, out Kernel32.FindData data);
        if (find.IsInvalid)
        {
            return IsMissing(Marshal.GetLastWin32Error()) ? entries : throw Win32Error.Last("FindFirstFile", path);
        }

        do
        {
            if (data.Name is not ("." or ".."))
            {
                entries.Add(Entry(data));
            }
        }
        while (Kernel32.FindNextFile(find, out data));

        int error = Marshal.GetLastWin32Error();
        entries.Sort(static (one, other) => string.CompareOrdinal(one.Name, other.Name));
        return error == Win32Error.ERROR_NO_MORE_FILES
            ? entries
            : throw Win32Error.Failure("FindNextFile", path, error);
    }

    /// <inheritdoc/>
    public Stream OpenRead(string path) => new FileStream(
        OpenFile(Parse(path), Kernel32.GENERIC_READ, Kernel32.FILE_FLAG_SEQUENTIAL_SCAN), FileAccess.Read, CopyBuffer);

    /// <inheritdoc/>
    public void Write(string path, Stream content, AccessRule? access, DateTime? written)
    {
        using FileSecurity? security = FileSecurity.For(access, path);
        Write(Parse(path), content, security, written);
    }

    /// <inheritdoc/>
    public void Move(string from, string to) => Named(from, to, _held.Move(from, to));

    /// <inheritdoc/>
    public bool Replace(string from, string to)
    {
        Named(from, to, _held.Replace(from, to, out bool isInUse));
        return isInUse;
    }

    /// <inheritdoc/>
    public int ClearInUse() => _held.Clear();

    /// <inheritdoc/>
    public void DeleteDirectoryAtRestart(string path) => _calls.DeleteAtRestart(path);

    /// <inheritdoc/>
    public void Link(string from, string to)
    {
        FilePath source = Parse(from);
        FilePath target = Parse(to);
        using SafeFileHandle file = OpenFile(
            source, Kernel32.GENERIC_READ | Kernel32.READ_CONTROL, Kernel32.FILE_FLAG_SEQUENTIAL_SCAN);
        if (Kernel32.CreateHardLink(target.Native, source.Native, IntPtr.Zero))
        {
            _unflushed.Add(target.Native);
            return;
        }

        int error = Marshal.GetLastWin32Error();
        if (error is not (Win32Error.ERROR_INVALID_FUNCTION or Win32Error.ERROR_NOT_SUPPORTED
            or Win32Error.ERROR_TOO_MANY_LINKS))
        {
            throw Win32Error.Failure("CreateHardLink", to, error);
        }

        using FileSecurity security = FileSecurity.Of(file, from);
        DateTime written = Find(from)?.Written ?? throw NotFound(from);
        using FileStream content = new(file, FileAccess.Read, CopyBuffer);
        Write(target, content, security, written);
    }

    /// <inheritdoc/>
    public void Delete(string path)
    {
        int error = _held.Delete(path);
        if (error != 0)
        {
            throw Win32Error.Failure("DeleteFile", path, error);
        }

        _unflushed.Add(Parse(path).Native);
    }

    /// <inheritdoc/>
    public void CreateDirectory(string path, AccessRule? access)
    {
        FilePath at = Parse(path);
        using FileSecurity? security = FileSecurity.For(access, path);
        if (at.IsRoot || Kernel32.CreateDirectory(at.Native, security?.Attributes ?? IntPtr.Zero))
        {
            _unflushed.Add(at.Native);
            return;
        }

        int error = Marshal.GetLastWin32Error();
        uint there = Kernel32.GetFileAttributes(at.Native);
        RefuseLink(at, there);
        if (error != Win32Error.ERROR_ALREADY_EXISTS || (there & Kernel32.FILE_ATTRIBUTE_DIRECTORY) == 0)
        {
            throw Win32Error.Failure("CreateDirectory", path, error);
        }
    }

    /// <inheritdoc/>
    public void DeleteDirectory(string path)
    {
        FilePath at = Parse(path);
        RefuseLink(at, Kernel32.GetFileAttributes(at.Native));
        if (Kernel32.RemoveDirectory(at.Native))
        {
            _unflushed.Add(at.Native);
            return;
        }

        int error = Marshal.GetLastWin32Error();
        if (!IsMissing(error) && error != Win32Error.ERROR_DIR_NOT_EMPTY)
        {
            throw Win32Error.Failure("RemoveDirectory", path, error);
        }
    }

    /// <inheritdoc/>
    public void SetAccess(string path, AccessRule access)
    {
        using FileSecurity security = FileSecurity.For(access, path)!;
        using SafeFileHandle file = Open(
            Parse(path),
            Kernel32.READ_CONTROL | Kernel32.WRITE_DAC | Kernel32.WRITE_OWNER | Kernel32.FILE_READ_ATTRIBUTES,
            Kernel32.FILE_FLAG_BACKUP_SEMANTICS,
            out _);
        security.Set(file, path);
    }

    /// <inheritdoc/>
    public byte[]? FindSecurity(string path)
    {
        if (!_keepsSecurity.Value || Find(path) is not { Kind: FileKind.Directory })
        {
            return null;
        }

        using SafeFileHandle file = Open(
            Parse(path),
            Kernel32.READ_CONTROL | Kernel32.FILE_READ_ATTRIBUTES,
            Kernel32.FILE_FLAG_BACKUP_SEMANTICS,
            out _);
        using FileSecurity security = FileSecurity.Of(file, path);
        return security.ToArray();
    }

    /// <inheritdoc/>
    public void SetSecurity(string path, byte[] descriptor)
    {
        // An owner who is neither the caller nor one of his groups can be given with this privilege only.
        Privileges.Enable("SeRestorePrivilege", path);
        using FileSecurity security = FileSecurity.From(descriptor, path);
        using SafeFileHandle file = Open(
            Parse(path),
            Kernel32.READ_CONTROL | Kernel32.WRITE_DAC | Kernel32.WRITE_OWNER | Kernel32.FILE_READ_ATTRIBUTES,
            Kernel32.FILE_FLAG_BACKUP_SEMANTICS,
            out _);
        security.Set(file, path);
    }

    /// <inheritdoc/>
    public void MoveDirectory(string from, string to)
    {
        int error = HeldFiles.Retry(() => _calls.Rename(from, to, replaces: false), _calls.Wait);
        if (error != 0)
        {
            throw HeldFiles.IsHeld(error)
                ? Win32Error.Failure(
                    SetupError.AccessDenied, "MoveFileEx", $"{from} to {to}", error,
                    "End the programs that have something open in it, and run this as an administrator.")
                : Win32Error.Failure("MoveFileEx", $"{from} to {to}", error);
        }

        _unflushed.Add(Parse(from).Native);
        _unflushed.Add(Parse(to).Native);
    }

    /// <inheritdoc/>
    public IAppendFile OpenAppend(string path)
    {
        FilePath at = Parse(path);
        SafeFileHandle file = Kernel32.CreateFile(
            at.Native,
            Kernel32.GENERIC_READ | Kernel32.GENERIC_WRITE,
            Kernel32.FILE_SHARE_NONE,
            IntPtr.Zero,
            Kernel32.OPEN_ALWAYS,
            Kernel32.FILE_FLAG_OPEN_REPARSE_POINT,
            IntPtr.Zero);
        if (file.IsInvalid)
        {
            throw Marshal.GetLastWin32Error() == Win32Error.ERROR_SHARING_VIOLATION
                ? new SetupException(
                    SetupError.Busy, $"{path} is in use", "Wait until the other operation has ended, then try again.")
                : Win32Error.Last("CreateFile", path);
        }

        _ = Checked(file, at);
        _unflushed.Add(at.Native);
        return new AppendFile(new FileStream(file, FileAccess.ReadWrite), path, stream =>
        {
            if (DiskFlush.Try(stream) is not 0 and int error)
            {
                throw Win32Error.Failure("FlushFileBuffers", path, error);
            }

            _unflushed.Flush();
        });
    }

    /// <summary>Makes everything done so far survive a power cut.</summary>
    public void Flush() => _unflushed.Flush();

    private void Write(FilePath path, Stream content, FileSecurity? security, DateTime? written)
    {
        // A name that was deleted just now is free when the last scanner has closed what had it.
        SafeFileHandle file = Create(() => Kernel32.CreateFile(
            path.Native,
            Kernel32.GENERIC_WRITE | Kernel32.DELETE,
            Kernel32.FILE_SHARE_READ,
            security?.Attributes ?? IntPtr.Zero,
            Kernel32.CREATE_NEW,
            Kernel32.FILE_FLAG_OPEN_REPARSE_POINT | Kernel32.FILE_FLAG_SEQUENTIAL_SCAN,
            IntPtr.Zero), path);

        bool isWhole = false;
        try
        {
            using FileStream stream = new(file, FileAccess.Write, 1);
            content.CopyTo(stream, CopyBuffer);
            stream.Flush();
            if (written is { } time && !Kernel32.SetFileTime(file, IntPtr.Zero, IntPtr.Zero, time.ToFileTimeUtc()))
            {
                throw Win32Error.Last("SetFileTime", path.Text);
            }

            if (!Kernel32.FlushFileBuffers(file))
            {
                throw Win32Error.Last("FlushFileBuffers", path.Text);
            }

            isWhole = true;
        }
        catch (IOException e)
        {
            throw InputOutput(path.Text, e);
        }
        finally
        {
            if (!isWhole)
            {
                // Whatever it was: a part of a file must not be taken for the whole.
                _ = Kernel32.DeleteFile(path.Native);
            }
        }

        _unflushed.Add(path.Native);
    }

    // Where Windows' own folder has an owner of the kind that it never has (Wine), no owner says anything.
    private static bool KeepsSecurity()
    {
        string windows = LiveFacts.WindowsDirectory();
        using SafeFileHandle file = Kernel32.CreateFile(
            windows,
            Kernel32.READ_CONTROL,
            Kernel32.FILE_SHARE_ALL,
            IntPtr.Zero,
            Kernel32.OPEN_EXISTING,
            Kernel32.FILE_FLAG_BACKUP_SEMANTICS,
            IntPtr.Zero);
        if (file.IsInvalid)
        {
            throw Win32Error.Last("CreateFile", windows);
        }

        using FileSecurity security = FileSecurity.Of(file, windows);
        return FolderSecurity.IsTrusted(security.ToArray());
    }

    private void Named(string from, string to, int error)
    {
        if (error != 0)
        {
            throw HeldFiles.IsHeld(error) && Find(to) is not null
                ? Win32Error.Failure(
                    SetupError.AccessDenied, "MoveFileEx", $"{from} to {to}", error,
                    "End the programs that have it open, and run this as an administrator.")
                : Win32Error.Failure("MoveFileEx", $"{from} to {to}", error);
        }

        _unflushed.Add(Parse(from).Native);
        _unflushed.Add(Parse(to).Native);
    }

    private SafeFileHandle OpenFile(FilePath path, uint access, uint flags)
    {
        SafeFileHandle file = Open(path, access, flags, out uint attributes);
        if ((attributes & Kernel32.FILE_ATTRIBUTE_DIRECTORY) == 0)
        {
            return file;
        }

        file.Dispose();
        throw NotFound(path.Text);
    }

    private SafeFileHandle Open(FilePath path, uint access, uint flags, out uint attributes)
    {
        SafeFileHandle file = Create(() => Kernel32.CreateFile(
            path.Native,
            access,
            Kernel32.FILE_SHARE_ALL,
            IntPtr.Zero,
            Kernel32.OPEN_EXISTING,
            flags | Kernel32.FILE_FLAG_OPEN_REPARSE_POINT,
            IntPtr.Zero), path);

        attributes = Checked(file, path);
        return file;
    }

    private SafeFileHandle Create(Func<SafeFileHandle> open, FilePath path)
    {
        SafeFileHandle file = new(IntPtr.Zero, ownsHandle: false);
        int error = HeldFiles.Retry(
            () =>
            {
                file.Dispose();
                file = open();
                return file.IsInvalid ? Marshal.GetLastWin32Error() : 0;
            },
            _calls.Wait);
        return error == 0 ? file : throw Win32Error.Failure("CreateFile", path.Text, error);
    }

    // What is open cannot become a link any more: these are the attributes of the file, not of its name.
    private static uint Checked(SafeFileHandle file, FilePath path)
    {
        SetupException? failure =
            !Kernel32.GetFileInformationByHandle(file, out Kernel32.FileInformation information)
                ? Win32Error.Last("GetFileInformationByHandle", path.Text)
            : (information.Attributes & Kernel32.FILE_ATTRIBUTE_REPARSE_POINT) != 0
                ? FilePath.Link(path.Text, path.Text)
            : null;
        if (failure is not null)
        {
            file.Dispose();
            throw failure;
        }

        return information.Attributes;
    }

    private static void RefuseLink(FilePath path, uint attributes)
    {
        if (attributes != Kernel32.INVALID_FILE_ATTRIBUTES
            && (attributes & Kernel32.FILE_ATTRIBUTE_REPARSE_POINT) != 0)
        {
            throw FilePath.Link(path.Text, path.Text);
        }
    }

    // Windows neither deletes nor replaces a read-only file.
    private static void ClearReadOnly(FilePath path)
    {
        const uint ReadOnlyFile = Kernel32.FILE_ATTRIBUTE_READONLY;
        const uint Kinds = Kernel32.FILE_ATTRIBUTE_DIRECTORY | Kernel32.FILE_ATTRIBUTE_REPARSE_POINT;
        uint attributes = Kernel32.GetFileAttributes(path.Native);
        if (attributes != Kernel32.INVALID_FILE_ATTRIBUTES && (attributes & (ReadOnlyFile | Kinds)) == ReadOnlyFile)
        {
            _ = Kernel32.SetFileAttributes(path.Native, attributes & ~ReadOnlyFile);
        }
    }

    private static FileEntry Entry(in Kernel32.FindData data)
    {
        FileKind kind = (data.Attributes & Kernel32.FILE_ATTRIBUTE_REPARSE_POINT) != 0 ? FileKind.Link
            : (data.Attributes & Kernel32.FILE_ATTRIBUTE_DIRECTORY) != 0 ? FileKind.Directory
            : FileKind.File;
        long length = kind == FileKind.File ? ((long)data.SizeHigh << 32) | data.SizeLow : 0;
        return new FileEntry(
            data.Name, kind, length, DateTime.FromFileTimeUtc(((long)data.WrittenHigh << 32) | data.WrittenLow));
    }

    private static bool IsMissing(int error) =>
        error is Win32Error.ERROR_FILE_NOT_FOUND or Win32Error.ERROR_PATH_NOT_FOUND;

    private static SetupException NotFound(string path) =>
        new(SetupError.NotFound, $"{path} is not a file", "Repair the installation, then try again.");

    private static SetupException InputOutput(string path, Exception inner)
    {
        // HResult of a failed call: 0x8007 and the error number.
        int error = (inner.HResult >> 16) == unchecked((short)0x8007) ? inner.HResult & 0xFFFF : 0;
        return error is Win32Error.ERROR_DISK_FULL
            or Win32Error.ERROR_HANDLE_DISK_FULL
            or Win32Error.ERROR_WRITE_PROTECT
            ? Win32Error.Failure("WriteFile", path, error)
            : new SetupException(
                SetupError.InputOutput, $"{path}: {inner.Message}", "Check the source and the volume.", inner);
    }

    private FilePath Parse(string path) => FilePath.Parse(path, _drive);

    private sealed class FileCalls(LiveFileTree files, Action<TimeSpan> wait) : IFileCalls
    {
        public int Rename(string from, string to, bool replaces)
        {
            FilePath source = files.Parse(from);
            FilePath target = files.Parse(to);
            RefuseLink(target, Kernel32.GetFileAttributes(target.Native));
            ClearReadOnly(target);
            uint flags = Kernel32.MOVEFILE_WRITE_THROUGH | (replaces ? Kernel32.MOVEFILE_REPLACE_EXISTING : 0);
            return Kernel32.MoveFileEx(source.Native, target.Native, flags) ? 0 : Marshal.GetLastWin32Error();
        }

        public int Delete(string path)
        {
            FilePath at = files.Parse(path);
            ClearReadOnly(at);
            int error = Kernel32.DeleteFile(at.Native) ? 0 : Marshal.GetLastWin32Error();
            return IsMissing(error) ? 0 : error;
        }

        // Should Windows refuse to note it down, it stays until the next operation clears it.
        public void DeleteAtRestart(string path) =>
            _ = Kernel32.MoveFileEx(files.Parse(path).Native, null, Kernel32.MOVEFILE_DELAY_UNTIL_REBOOT);

        public bool IsThere(string path) => files.Find(path) is not null;

        public void MakeFolder(string path)
        {
            files.CreateDirectory(path.Substring(0, path.LastIndexOf('\\')), AccessRule.AdministratorsOnly);
            files.CreateDirectory(path, AccessRule.AdministratorsOnly);
        }

        public IEnumerable<string> Files(string folder) =>
            [.. files.List(folder).Where(static e => e.Kind == FileKind.File).Select(static e => e.Name)];

        public void Wait(TimeSpan time) => wait(time);
    }
}
