using Microsoft.Win32.SafeHandles;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Native;

namespace PedOS.Tools.Engine.Live;

/// <content>Who may do what with files and folders.</content>
public sealed partial class LiveFileTree
{
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
}
