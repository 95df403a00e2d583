using Microsoft.Win32.SafeHandles;
using PedOS.Agents.Files;
using PedOS.Agents.Windows.Interop;
using PedOS.Protocols.FileCopy;

namespace PedOS.Agents.Windows.Files;

/// <summary>Opening by a name below a handle, and errors as the other machine is told them.</summary>
internal static unsafe class NtFile
{
    private const uint EISDIR = 21;
    private const uint EROFS = 30;

    // IsReparseTagNameSurrogate of winnt.h: what lies there is another place's.
    private const uint NameSurrogate = 0x2000_0000;

    /// <summary>Opens or makes something, never through a link.</summary>
    /// <param name="status">Why it did not work; STATUS_SUCCESS when it did.</param>
    /// <param name="above">The folder; or a file, for a stream of it.</param>
    /// <param name="name">A single name; empty for the same again.</param>
    /// <param name="access">What for.</param>
    /// <param name="share">What others may do meanwhile.</param>
    /// <param name="disposition">FILE_OPEN or FILE_CREATE.</param>
    /// <param name="options">FILE_DIRECTORY_FILE and the like.</param>
    /// <param name="throughReparsePoints">Whether what a reparse point stands for is opened, and not itself.</param>
    /// <returns>Null when it did not work.</returns>
    public static SafeFileHandle? TryOpen(
        out int status,
        SafeFileHandle above,
        ReadOnlySpan<char> name,
        uint access,
        uint share,
        uint disposition,
        uint options,
        bool throughReparsePoints = false)
    {
        bool isHeld = false;
        try
        {
            above.DangerousAddRef(ref isHeld);
            fixed (char* text = name)
            {
                ushort length = checked((ushort)(name.Length * sizeof(char)));
                Ntdll.UnicodeString native = new() { Length = length, MaximumLength = length, Buffer = text };
                Ntdll.ObjectAttributes attributes = new()
                {
                    Length = (uint)sizeof(Ntdll.ObjectAttributes),
                    RootDirectory = above.DangerousGetHandle(),
                    ObjectName = &native,
                    Attributes = Ntdll.OBJ_CASE_INSENSITIVE,
                };
                Ntdll.IoStatusBlock block;
                status = Ntdll.NtCreateFile(
                    out nint handle,
                    access | Kernel32.SYNCHRONIZE,
                    &attributes,
                    &block,
                    null,
                    Kernel32.FILE_ATTRIBUTE_NORMAL,
                    share,
                    disposition,
                    options | Ntdll.FILE_SYNCHRONOUS_IO_NONALERT
                        | (throughReparsePoints ? 0 : Ntdll.FILE_OPEN_REPARSE_POINT),
                    null,
                    0);
                return status >= 0 ? new SafeFileHandle(handle, ownsHandle: true) : null;
            }
        }
        finally
        {
            if (isHeld)
            {
                above.DangerousRelease();
            }
        }
    }

    /// <summary>Whether a handle is one of a link or junction, which lead elsewhere.</summary>
    public static bool IsLink(SafeFileHandle handle)
    {
        Kernel32.AttributeTagInfo info;
        return Kernel32.GetFileInformationByHandleEx(
            handle, Kernel32.FileAttributeTagInfo, &info, (uint)sizeof(Kernel32.AttributeTagInfo))
            ? IsLink(info)
            : throw LastFailure("attributes cannot be read");
    }

    /// <summary>Whether these are the attributes of a link or junction.</summary>
    public static bool IsLink(in Kernel32.AttributeTagInfo info) =>
        (info.FileAttributes & Kernel32.FILE_ATTRIBUTE_REPARSE_POINT) != 0 && (info.ReparseTag & NameSurrogate) != 0;

    /// <summary>Sets the times of a file or folder.</summary>
    public static void SetTimes(SafeFileHandle handle, EntryTime accessed, EntryTime modified)
    {
        Kernel32.BasicInfo info = new()
        {
            LastAccessTime = accessed.ToDateTimeOffset().ToFileTime(),
            LastWriteTime = modified.ToDateTimeOffset().ToFileTime(),
        };
        if (!Kernel32.SetFileInformationByHandle(
            handle, Kernel32.FileBasicInfo, &info, (uint)sizeof(Kernel32.BasicInfo)))
        {
            throw LastFailure("times cannot be set");
        }
    }

    /// <summary>Writes a stream beside the content of a file or folder.</summary>
    /// <param name="handle">The file or folder.</param>
    /// <param name="name">Name of the stream.</param>
    /// <param name="content">What is written.</param>
    public static void Note(SafeFileHandle handle, string name, ReadOnlySpan<byte> content)
    {
        using SafeFileHandle? stream = TryOpen(
            out int status,
            handle,
            $":{name}",
            Kernel32.FILE_WRITE_DATA,
            Kernel32.FILE_SHARE_READ | Kernel32.FILE_SHARE_WRITE | Kernel32.FILE_SHARE_DELETE,
            Ntdll.FILE_CREATE,
            Ntdll.FILE_NON_DIRECTORY_FILE);
        if (stream is not null)
        {
            Write(stream, content);
        }
        else if (status != Ntdll.STATUS_OBJECT_NAME_COLLISION)
        {
            throw Failure($"{name} cannot be noted", status);
        }
    }

    /// <summary>Writes at the end of what was written.</summary>
    public static void Write(SafeFileHandle handle, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            fixed (byte* start = bytes)
            {
                if (!Kernel32.WriteFile(handle, start, bytes.Length, out int written, 0))
                {
                    throw LastFailure("a file cannot be written");
                }

                bytes = bytes[written..];
            }
        }
    }

    /// <summary>A failure of a native call.</summary>
    public static FileErrorException Failure(string what, int status) => new(
        status switch
        {
            Ntdll.STATUS_OBJECT_NAME_NOT_FOUND or Ntdll.STATUS_OBJECT_PATH_NOT_FOUND or Ntdll.STATUS_NO_SUCH_FILE
                => FileCopyError.ENOENT,
            Ntdll.STATUS_ACCESS_DENIED or Ntdll.STATUS_SHARING_VIOLATION or Ntdll.STATUS_DELETE_PENDING
                => FileCopyError.EACCES,
            Ntdll.STATUS_OBJECT_NAME_COLLISION => FileCopyError.EEXIST,
            Ntdll.STATUS_NOT_A_DIRECTORY => FileCopyError.ENOTDIR,
            Ntdll.STATUS_FILE_IS_A_DIRECTORY => EISDIR,
            Ntdll.STATUS_DISK_FULL => FileCopyError.ENOSPC,
            Ntdll.STATUS_MEDIA_WRITE_PROTECTED => EROFS,
            Ntdll.STATUS_NAME_TOO_LONG => FileCopyError.ENAMETOOLONG,
            Ntdll.STATUS_OBJECT_NAME_INVALID => FileCopyError.EILSEQ,
            Ntdll.STATUS_QUOTA_EXCEEDED => FileCopyError.EDQUOT,
            _ => FileCopyError.EIO,
        },
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{what} (status {status:X8})"));

    /// <summary>A failure of the last Win32 call.</summary>
    public static FileErrorException LastFailure(string what)
    {
        int error = System.Runtime.InteropServices.Marshal.GetLastPInvokeError();
        return new FileErrorException(
            error switch
            {
                Win32Error.ERROR_ACCESS_DENIED or Win32Error.ERROR_SHARING_VIOLATION => FileCopyError.EACCES,
                Win32Error.ERROR_FILE_NOT_FOUND or Win32Error.ERROR_PATH_NOT_FOUND => FileCopyError.ENOENT,
                Win32Error.ERROR_DISK_FULL => FileCopyError.ENOSPC,
                Win32Error.ERROR_DISK_QUOTA_EXCEEDED => FileCopyError.EDQUOT,
                Win32Error.ERROR_WRITE_PROTECT => EROFS,
                _ => FileCopyError.EIO,
            },
            Win32Error.Exception(what, error).Message);
    }
}
