using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using PedOS.Tools.Contracts.Files;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Native;

namespace PedOS.Tools.Engine.Live;

/// <content>What the calls share.</content>
public sealed partial class LiveFileTree
{
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
            throw HeldFile.Is(error) && Find(to) is not null
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
        int error = HeldFile.Retry(
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
