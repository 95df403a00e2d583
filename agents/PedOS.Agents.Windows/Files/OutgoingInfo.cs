using System.Text;
using Microsoft.Win32.SafeHandles;
using PedOS.Agents.Files;
using PedOS.Agents.Windows.Interop;
using PedOS.Protocols.FileCopy;

namespace PedOS.Agents.Windows.Files;

/// <summary>What a handle tells of what is sent.</summary>
internal static unsafe class OutgoingInfo
{
    private const uint FileMode = FileCopyAbi.KindFile | 0x1A4;
    private const uint FolderMode = FileCopyAbi.KindDirectory | 0x1ED;
    private const uint LinkMode = FileCopyAbi.KindLink | 0x1FF;

    // REPARSE_DATA_BUFFER of a symbolic link: tag u32, length u16, reserved u16, then offset and length u16 each of the
    // real name and of the one that is shown, flags u32; names follow. The relative flag is SYMLINK_FLAG_RELATIVE.
    private const int MaxReparse = 16384;
    private const int LinkNames = 20;
    private const uint IsRelative = 1;

    /// <summary>
    /// Reads it. A link that is none of the symbolic ones, such as a junction, is of no kind that travels.
    /// </summary>
    /// <exception cref="FileErrorException">The handle does not tell.</exception>
    public static OutgoingStatus Read(SafeFileHandle handle)
    {
        Kernel32.BasicInfo basic;
        Kernel32.StandardInfo standard;
        Kernel32.IdInfo id;
        Kernel32.AttributeTagInfo tag;
        Ask(handle, Kernel32.FileBasicInfo, &basic, sizeof(Kernel32.BasicInfo));
        Ask(handle, Kernel32.FileStandardInfo, &standard, sizeof(Kernel32.StandardInfo));
        Ask(handle, Kernel32.FileIdInfo, &id, sizeof(Kernel32.IdInfo));
        Ask(handle, Kernel32.FileAttributeTagInfo, &tag, sizeof(Kernel32.AttributeTagInfo));
        const uint Elsewhere = Kernel32.FILE_ATTRIBUTE_RECALL_ON_DATA_ACCESS
            | Kernel32.FILE_ATTRIBUTE_RECALL_ON_OPEN | Kernel32.FILE_ATTRIBUTE_OFFLINE;
        uint mode = NtFile.IsLink(tag) ? tag.ReparseTag == Kernel32.IO_REPARSE_TAG_SYMLINK ? LinkMode : 0
            : (basic.FileAttributes & Kernel32.FILE_ATTRIBUTE_DIRECTORY) != 0 ? FolderMode
            : FileMode;
        return new OutgoingStatus(
            mode,
            (ulong)standard.EndOfFile,
            TimeOf(basic.LastAccessTime),
            TimeOf(basic.LastWriteTime),
            new UInt128(id.FileId.High, id.FileId.Low) ^ id.VolumeSerialNumber,
            (basic.FileAttributes & Elsewhere) != 0);
    }

    /// <summary>Where a symbolic link leads.</summary>
    /// <exception cref="FileErrorException">It is none, or leads to a place of this machine.</exception>
    public static byte[] ReadLink(SafeFileHandle handle)
    {
        byte[] buffer = new byte[MaxReparse];
        fixed (byte* at = buffer)
        {
            if (!Kernel32.DeviceIoControl(
                handle, Kernel32.FSCTL_GET_REPARSE_POINT, null, 0, at, MaxReparse, out uint length, 0))
            {
                throw NtFile.LastFailure("a link cannot be read");
            }

            int offset = LinkNames + *(ushort*)(at + 8);
            int bytes = *(ushort*)(at + 10);
            if (length < LinkNames || offset + bytes > length || (*(uint*)(at + 16) & IsRelative) == 0)
            {
                throw new FileErrorException(FileCopyError.ENOLINK, "the link leads to a place of this machine alone");
            }

            string target = Encoding.Unicode.GetString(buffer, offset, bytes);
            return WideName.ToBytes(target.Replace('\\', '/'));
        }
    }

    private static void Ask(SafeFileHandle handle, int kind, void* answer, int size)
    {
        if (!Kernel32.GetFileInformationByHandleEx(handle, kind, answer, (uint)size))
        {
            throw NtFile.LastFailure("it cannot be looked at");
        }
    }

    private static EntryTime TimeOf(long time) =>
        time <= 0 ? default : EntryTime.From(DateTimeOffset.FromFileTime(time));
}
