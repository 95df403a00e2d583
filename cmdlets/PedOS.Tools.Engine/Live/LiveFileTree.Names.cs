using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using PedOS.Tools.Contracts.Files;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Native;

namespace PedOS.Tools.Engine.Live;

/// <content>Names: moving, linking, deleting, and folders.</content>
public sealed partial class LiveFileTree
{
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
        int error = HeldFile.Retry(
            () => Kernel32.RemoveDirectory(at.Native) ? 0 : Marshal.GetLastWin32Error(), _calls.Wait);
        if (error == 0)
        {
            _unflushed.Add(at.Native);
        }
        else if (!IsMissing(error) && error != Win32Error.ERROR_DIR_NOT_EMPTY)
        {
            throw Win32Error.Failure("RemoveDirectory", path, error);
        }
    }

    /// <inheritdoc/>
    public void MoveDirectory(string from, string to)
    {
        int error = HeldFile.Retry(() => _calls.Rename(from, to, replaces: false), _calls.Wait);
        Named(from, to, error, isFolder: true);
    }

    private void Named(string from, string to, int error, bool isFolder = false)
    {
        if (error != 0)
        {
            string held = isFolder ? "something open in it" : "it open";
            throw HeldFile.Is(error) && (isFolder || Find(to) is not null)
                ? Win32Error.Failure(
                    SetupError.AccessDenied, "MoveFileEx", $"{from} to {to}", error,
                    $"End the programs that have {held}, and run this as an administrator.")
                : Win32Error.Failure("MoveFileEx", $"{from} to {to}", error);
        }

        _unflushed.Add(Parse(from).Native);
        _unflushed.Add(Parse(to).Native);
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

    private sealed class FileCalls(LiveFileTree files) : IFileCalls
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

        public void Wait(TimeSpan time) => HeldFile.Wait(time, files.Cancellation);
    }
}
