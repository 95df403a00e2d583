using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using PedOS.Tools.Contracts.Files;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Native;

namespace PedOS.Tools.Engine.Live;

/// <summary>The files of the running Windows, on its system drive.</summary>
public sealed partial class LiveFileTree : IFileTree
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
    public LiveFileTree(string drive, string aside)
    {
        _drive = drive;
        _calls = new FileCalls(this);
        _held = new HeldFiles(_calls, aside);
        _keepsSecurity = new(KeepsSecurity);
    }

    /// <inheritdoc/>
    public int Parallelism => 1;

    /// <inheritdoc/>
    public CancellationToken Cancellation { get; set; }

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
        int error = HeldFile.Retry(() => _calls.Rename(from, to, replaces: false), _calls.Wait);
        if (error != 0)
        {
            throw HeldFile.Is(error)
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
}
