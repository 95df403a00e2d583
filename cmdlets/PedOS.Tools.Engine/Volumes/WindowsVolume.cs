using System.Runtime.InteropServices;
using PedOS.Tools.Contracts.Files;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Native;

namespace PedOS.Tools.Engine.Volumes;

/// <summary>A volume under Windows, which matches names without case by itself.</summary>
/// <param name="take">Gives the runtime a path and opens nothing, see <see cref="LongPaths"/>.</param>
internal sealed class WindowsVolume(Action<string> take) : HostVolume
{
    private const int SharingViolation = 32;
    private const int InvalidFunction = 1;
    private const int NotSupported = 50;
    private const int TooManyLinks = 1142;

    private const uint OwnerGroupAndList = Advapi32.OWNER_SECURITY_INFORMATION
        | Advapi32.GROUP_SECURITY_INFORMATION | Advapi32.DACL_SECURITY_INFORMATION;

    // Longest security descriptor (lists have a 16-bit size).
    private const int MaxDescriptor = 2 * 65536;
    private const int ReadBuffer = 1 << 16;
    private const int MaxVolumePath = 32768;

    private readonly Lazy<string> _problem = new(() => LongPaths.Problem(take));

    /// <summary>That of this process.</summary>
    public WindowsVolume()
        : this(static path => _ = new DirectoryInfo(path))
    {
    }

    /// <summary>Lets time pass while a scanner holds a file; for tests.</summary>
    internal Action<TimeSpan> Wait { get; init; } = HeldFile.Sleep;

    /// <inheritdoc/>
    public override bool InheritsSecurity => true;

    /// <inheritdoc/>
    /// <exception cref="SetupException">The runtime does not take such paths; nothing is opened by them.</exception>
    public override string Openable(string path)
    {
        if (_problem.Value.Length > 0)
        {
            throw new SetupException(
                SetupError.SystemRefused,
                $"images cannot be opened in this PowerShell: its .NET Framework does not take paths as {path} has "
                    + $"to be given to it ({_problem.Value})",
                "Use PowerShell 7, or setup.exe with --image.");
        }

        return path.StartsWith(@"\\?\", StringComparison.Ordinal) ? path
            : path.StartsWith(@"\\", StringComparison.Ordinal) ? @"\\?\UNC\" + path.Substring(2)
            : @"\\?\" + path;
    }

    /// <inheritdoc/>
    public override FileEntry? Find(string directory, string name, string shown)
    {
        try
        {
            // By pattern, because this tells the name as it is spelled on the disk; it has no wildcard.
            return new DirectoryInfo(Openable(directory)).EnumerateFileSystemInfos(name).Select(Entry).FirstOrDefault();
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ImageFailure.Of($"read {shown}", e);
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<FileEntry> List(string directory, string shown)
    {
        try
        {
            return [.. new DirectoryInfo(Openable(directory)).EnumerateFileSystemInfos().Select(Entry)];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ImageFailure.Of($"list {shown}", e);
        }
    }

    /// <inheritdoc/>
    public override void NameAdded(string directory, string name)
    {
        // Windows looks names up itself.
    }

    /// <inheritdoc/>
    public override void NameRemoved(string directory, string name)
    {
        // Windows looks names up itself.
    }

    /// <inheritdoc/>
    public override void Rename(string from, string to, string shown)
    {
        int error = HeldFile.Retry(
            () => Kernel32.MoveFileEx(
                Openable(from),
                Openable(to),
                Kernel32.MOVEFILE_REPLACE_EXISTING | Kernel32.MOVEFILE_WRITE_THROUGH)
                ? 0
                : Marshal.GetLastWin32Error(),
            Wait);
        if (error != 0)
        {
            throw ImageFailure.OfWindows($"rename to {shown}", error);
        }
    }

    /// <inheritdoc/>
    public override bool TryLink(string from, string to, string shown)
    {
        if (Kernel32.CreateHardLink(Openable(to), Openable(from), IntPtr.Zero))
        {
            return true;
        }

        int error = Marshal.GetLastWin32Error();
        return error is InvalidFunction or NotSupported or TooManyLinks
            ? false
            : throw ImageFailure.OfWindows($"give a second name: {shown}", error);
    }

    /// <inheritdoc/>
    public override bool TrySetSecurity(string path, byte[] descriptor, string shown)
    {
        const uint Information = OwnerGroupAndList | Advapi32.PROTECTED_DACL_SECURITY_INFORMATION;
        if (Advapi32.SetFileSecurity(Openable(path), Information, descriptor))
        {
            return true;
        }

        int error = Marshal.GetLastWin32Error();
        return error is InvalidFunction or NotSupported
            ? false
            : throw ImageFailure.OfWindows($"set the access of {shown}", error);
    }

    /// <inheritdoc/>
    public override byte[]? FindSecurity(string path)
    {
        byte[] buffer = new byte[MaxDescriptor];
        if (!Advapi32.GetFileSecurity(Openable(path), OwnerGroupAndList, buffer, MaxDescriptor, out uint needed))
        {
            return null;
        }

        Array.Resize(ref buffer, (int)Math.Min(needed, MaxDescriptor));
        return buffer;
    }

    /// <inheritdoc/>
    public override void CopyAccess(string from, string to, string shown)
    {
        if (FindSecurity(from) is { } descriptor)
        {
            Check(Advapi32.SetFileSecurity(Openable(to), OwnerGroupAndList, descriptor), $"copy to {shown}");
        }

        File.SetAttributes(Openable(to), File.GetAttributes(Openable(from)));
    }

    /// <inheritdoc/>
    public override bool RenamesOpenFiles => false;

    /// <inheritdoc/>
    public override void CreatePrivate(string path, string shown)
    {
        // A new file has the list of its directory, whoever makes it.
    }

    /// <inheritdoc/>
    public override FileStream OpenUnlocked(string path, string shown)
    {
        try
        {
            return new FileStream(
                Openable(path),
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete,
                ReadBuffer);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ImageFailure.Of($"read {shown}", e);
        }
    }

    /// <inheritdoc/>
    public override void PrepareDelete(string path)
    {
        FileAttributes attributes = File.GetAttributes(Openable(path));
        if ((attributes & FileAttributes.ReadOnly) != 0)
        {
            File.SetAttributes(Openable(path), attributes & ~FileAttributes.ReadOnly);
        }
    }

    /// <inheritdoc/>
    public override void BeginFlush(FileStream file)
    {
        // There is no call for it that does not wait.
    }

    /// <inheritdoc/>
    public override void Flush(string root, IEnumerable<string> written, string shown)
    {
        // A directory cannot be flushed without rights to the whole volume; the flush of a file takes the log of NTFS,
        // and with it the names that were made before, to the disk.
        foreach (string path in written)
        {
            FlushFile(path, shown);
        }
    }

    /// <inheritdoc/>
    public override void FlushDirectory(string directory, string shown)
    {
        // MOVEFILE_WRITE_THROUGH did it.
    }

    /// <inheritdoc/>
    public override long FreeBytes(string directory)
    {
        Check(
            Kernel32.GetDiskFreeSpaceEx(Openable(directory) + "\\", out long free, IntPtr.Zero, IntPtr.Zero),
            $"read the free space of {directory}");
        return free;
    }

    /// <inheritdoc/>
    public override void CheckWritable(string directory, string shown)
    {
        char[] volume = new char[MaxVolumePath];
        Check(Kernel32.GetVolumePathName(directory, volume, MaxVolumePath), $"find the volume of {shown}");
        string root = new(volume, 0, Array.IndexOf(volume, '\0'));
        Check(
            Kernel32.GetVolumeInformation(
                root, IntPtr.Zero, 0, IntPtr.Zero, IntPtr.Zero, out uint flags, IntPtr.Zero, 0),
            $"read the properties of {root}");
        if ((flags & Kernel32.FILE_READ_ONLY_VOLUME) != 0)
        {
            throw ImageFailure.OfWindows($"write below {shown}", 19);
        }
    }

    private static FileEntry Entry(FileSystemInfo info)
    {
        FileKind kind = (info.Attributes & FileAttributes.ReparsePoint) != 0 ? FileKind.Link
            : (info.Attributes & FileAttributes.Directory) != 0 ? FileKind.Directory
            : FileKind.File;
        long length = kind == FileKind.File && info is FileInfo file ? file.Length : 0;
        return new FileEntry(info.Name, kind, length, info.LastWriteTimeUtc);
    }

    private static void Check(bool isDone, string what)
    {
        if (!isDone)
        {
            throw ImageFailure.OfWindows(what, Marshal.GetLastWin32Error());
        }
    }

    private void FlushFile(string path, string shown)
    {
        try
        {
            using FileStream file = new(
                Openable(path), FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            FlushFile(file, shown);
        }
        catch (FileNotFoundException)
        {
            // deleted or renamed since it was written
        }
        catch (IOException e) when ((e.HResult & 0xffff) == SharingViolation)
        {
            throw ImageFailure.OfWindows($"flush {shown}", SharingViolation, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ImageFailure.Of($"flush {shown}", e);
        }
    }
}
