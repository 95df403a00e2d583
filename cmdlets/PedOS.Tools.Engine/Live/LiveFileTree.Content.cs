using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using PedOS.Tools.Contracts.Files;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Native;

namespace PedOS.Tools.Engine.Live;

/// <content>What is in files: reading and writing.</content>
public sealed partial class LiveFileTree
{
    private const int CopyBuffer = 1 << 17;

    /// <inheritdoc/>
    public Stream OpenRead(string path) => new FileStream(
        OpenFile(Parse(path), Kernel32.GENERIC_READ, Kernel32.FILE_FLAG_SEQUENTIAL_SCAN), FileAccess.Read, CopyBuffer);

    /// <inheritdoc/>
    public void Write(string path, Stream content, AccessRule? access, DateTime? written)
    {
        using FileSecurity? security = FileSecurity.For(access, path);
        Write(Parse(path), content, security, written);
    }

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

    /// <inheritdoc/>
    public IAppendFile OpenAppend(string path)
    {
        FilePath at = Parse(path);

        // Another operation keeps it, a scanner lets go.
        int refused = TryCreate(
            () => Kernel32.CreateFile(
                at.Native,
                Kernel32.GENERIC_READ | Kernel32.GENERIC_WRITE,
                Kernel32.FILE_SHARE_NONE,
                IntPtr.Zero,
                Kernel32.OPEN_ALWAYS,
                Kernel32.FILE_FLAG_OPEN_REPARSE_POINT,
                IntPtr.Zero),
            out SafeFileHandle file);
        if (refused != 0)
        {
            throw refused == Win32Error.ERROR_SHARING_VIOLATION
                ? new SetupException(
                    SetupError.Busy, $"{path} is in use", "Wait until the other operation has ended, then try again.")
                : Win32Error.Failure("CreateFile", path, refused);
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
        int error = TryCreate(open, out SafeFileHandle file);
        return error == 0 ? file : throw Win32Error.Failure("CreateFile", path.Text, error);
    }

    private int TryCreate(Func<SafeFileHandle> open, out SafeFileHandle opened)
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
        opened = file;
        return error;
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
}
