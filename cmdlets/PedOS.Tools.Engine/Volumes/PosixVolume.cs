using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Native;

namespace PedOS.Tools.Engine.Volumes;

/// <summary>
/// A volume under Linux. Names are matched without case here, because ntfs-3g distinguishes it; what Windows knows as
/// security descriptor and attributes are extended attributes of ntfs-3g.
/// </summary>
internal sealed class PosixVolume : HostVolume
{
    // Longest security descriptor (64 KiB: lists have a 16-bit size).
    private const int MaxDescriptor = 2 * 65536;
    private const int UsualDescriptor = 1024;

    private const int ReadBuffer = 1 << 16;

    // Names that are remembered are few directories; the oldest knowledge is simply forgotten all at once.
    private const int MaxDirectories = 256;

    private static readonly byte[] SecurityName = CText.Utf8("system.ntfs_acl");

    // FILE_ATTRIBUTE_* as 4 bytes; the times of NTFS: created, written, read, changed.
    private static readonly byte[][] CopiedNames =
        [SecurityName, CText.Utf8("system.ntfs_attrib"), CText.Utf8("system.ntfs_times")];

    // All images of the process share the volume: it guards the directories and the names in them.
    private readonly object _gate = new();
    private readonly Dictionary<string, DirectoryNames> _directories = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override bool InheritsSecurity => false;

    /// <inheritdoc/>
    public override string Openable(string path) => path;

    /// <inheritdoc/>
    public override FileEntry? Find(string directory, string name, string shown)
    {
        if (FindExact(directory, name, shown) is { } exact)
        {
            return exact;
        }

        PosixStatus? status = PosixStatus.Find(directory, out int errno);
        if (errno != 0)
        {
            throw ImageFailure.OfLinux($"read {shown}", errno);
        }

        return status is { Kind: FileKind.Directory } && Spelled(directory, status, name, shown) is { } spelled
            ? FindExact(directory, spelled, shown)
            : null;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<FileEntry> List(string directory, string shown)
    {
        List<FileEntry> entries = [];
        foreach (string name in ReadNames(directory, shown))
        {
            if (FindExact(directory, name, shown) is { } entry)
            {
                entries.Add(entry);
            }
        }

        return entries;
    }

    /// <inheritdoc/>
    public override void NameAdded(string directory, string name)
    {
        lock (_gate)
        {
            Changed(directory)?.Add(name);
        }
    }

    /// <inheritdoc/>
    public override void NameRemoved(string directory, string name)
    {
        lock (_gate)
        {
            Changed(directory)?.Remove(name);
        }
    }

    /// <inheritdoc/>
    public override void Rename(string from, string to, string shown) =>
        Check(Libc.Rename(CText.Utf8(from), CText.Utf8(to)), $"rename to {shown}");

    /// <inheritdoc/>
    public override bool TryLink(string from, string to, string shown)
    {
        if (Libc.Link(CText.Utf8(from), CText.Utf8(to)) == 0)
        {
            return true;
        }

        int errno = Marshal.GetLastWin32Error();
        return errno is Errno.NotPermitted or Errno.NotSupported or Errno.NotImplemented or Errno.TooManyLinks
            ? false
            : throw ImageFailure.OfLinux($"give a second name: {shown}", errno);
    }

    /// <inheritdoc/>
    public override bool TrySetSecurity(string path, byte[] descriptor, string shown) =>
        TrySetAttribute(path, SecurityName, descriptor, shown);

    /// <inheritdoc/>
    public override byte[]? FindSecurity(string path) => FindAttribute(path, SecurityName);

    /// <inheritdoc/>
    public override void CopyAccess(string from, string to, string shown)
    {
        PosixStatus? old = PosixStatus.Find(from, out _);
        if (old is not null)
        {
            // An owner that only root may give stays ours when we are not root; the mode is what counts then.
            _ = Libc.SetOwner(CText.Utf8(to), old.User, old.Group);
            Check(Libc.SetMode(CText.Utf8(to), old.Permissions), $"set the rights of {shown}");
        }

        foreach (byte[] name in CopiedNames)
        {
            if (FindAttribute(from, name) is { } value)
            {
                _ = TrySetAttribute(to, name, value, shown);
            }
        }
    }

    /// <inheritdoc/>
    public override bool RenamesOpenFiles => true;

    /// <inheritdoc/>
    public override void CreatePrivate(string path, string shown)
    {
        int file = Libc.Create(CText.Utf8(path), Libc.OpenNew, Libc.OwnerOnly);
        Check(file, $"write {shown}");
        _ = Libc.Close(file);
    }

    /// <inheritdoc/>
    public override FileStream OpenUnlocked(string path, string shown)
    {
        // FileStream would take a shared lock, whatever sharing it is asked for.
        int file = Libc.Open(CText.Utf8(path), Libc.OpenToRead);
        Check(file, $"read {shown}");
        return new FileStream(
            new SafeFileHandle(new IntPtr(file), ownsHandle: true), FileAccess.Read, ReadBuffer, isAsync: false);
    }

    /// <inheritdoc/>
    public override void PrepareDelete(string path)
    {
        // On Linux the rights of the directory decide.
    }

    /// <inheritdoc/>
    public override void BeginFlush(FileStream file) =>
        _ = Libc.BeginSync(file.SafeFileHandle, 0, 0, Libc.BeginWrite); // a driver that cannot do it flushes later

    /// <inheritdoc/>
    public override void Flush(string root, IEnumerable<string> written, string shown) =>
        WithFile(root, $"flush {shown}", static file =>
        {
            // One call for the volume instead of one for each file. The second reaches the driver where the volume is
            // a file behind FUSE: its fsync flushes that file as a whole.
            int result = Libc.SyncVolume(file);
            return result == 0 ? SyncDirectory(file) : result;
        });

    /// <inheritdoc/>
    public override void FlushDirectory(string directory, string shown) =>
        WithFile(directory, $"flush {shown}", SyncDirectory);

    /// <inheritdoc/>
    public override long FreeBytes(string directory)
    {
        try
        {
            return new DriveInfo(directory).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ImageFailure.Of($"read the free space of {directory}", e);
        }
    }

    /// <inheritdoc/>
    public override void CheckWritable(string directory, string shown) =>
        Check(Libc.Access(CText.Utf8(directory), Libc.MayWrite), $"write below {shown}");

    private static int SyncDirectory(int file)
    {
        int result = Libc.Sync(file);

        // Drivers without anything to do for a directory say so.
        return result != 0 && Marshal.GetLastWin32Error() is Errno.Invalid or Errno.NotImplemented ? 0 : result;
    }

    private static void WithFile(string path, string what, Func<int, int> action)
    {
        int file = Libc.Open(CText.Utf8(path), Libc.OpenToRead);
        Check(file, what);
        try
        {
            Check(action(file), what);
        }
        finally
        {
            _ = Libc.Close(file);
        }
    }

    private static void Check(int result, string what)
    {
        if (result < 0)
        {
            throw ImageFailure.OfLinux(what, Marshal.GetLastWin32Error());
        }
    }

    private static FileEntry? FindExact(string directory, string name, string shown)
    {
        PosixStatus? status = PosixStatus.Find(Path.Combine(directory, name), out int errno);
        if (errno != 0)
        {
            throw ImageFailure.OfLinux($"read {shown}", errno);
        }

        return status is null
            ? null
            : new FileEntry(name, status.Kind, status.Kind == FileKind.File ? status.Size : 0, status.Written);
    }

    private static bool TrySetAttribute(string path, byte[] name, byte[] value, string shown)
    {
        if (Libc.SetAttribute(CText.Utf8(path), name, value, new UIntPtr((uint)value.Length), 0) == 0)
        {
            return true;
        }

        int errno = Marshal.GetLastWin32Error();
        return errno == Errno.NotSupported
            ? false
            : throw ImageFailure.OfLinux($"set the access of {shown}", errno);
    }

    private static byte[]? FindAttribute(string path, byte[] name)
    {
        byte[] where = CText.Utf8(path);
        byte[] buffer = new byte[UsualDescriptor];
        long length = (long)Libc.GetAttribute(where, name, buffer, new UIntPtr(UsualDescriptor));
        if (length < 0 && Marshal.GetLastWin32Error() == Errno.TooSmall)
        {
            buffer = new byte[MaxDescriptor];
            length = (long)Libc.GetAttribute(where, name, buffer, new UIntPtr(MaxDescriptor));
        }

        if (length < 0)
        {
            return null;
        }

        Array.Resize(ref buffer, (int)length);
        return buffer;
    }

    private static IEnumerable<string> ReadNames(string directory, string shown)
    {
        try
        {
            return [.. new DirectoryInfo(directory).EnumerateFileSystemInfos().Select(static entry => entry.Name)];
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

    private string? Spelled(string directory, PosixStatus status, string name, string shown)
    {
        lock (_gate)
        {
            return Names(directory, status, shown).Find(name);
        }
    }

    private DirectoryNames Names(string directory, PosixStatus status, string shown)
    {
        if (_directories.TryGetValue(directory, out DirectoryNames? known) && known.Stamp == status.ChangeStamp)
        {
            return known;
        }

        if (_directories.Count >= MaxDirectories)
        {
            _directories.Clear();
        }

        // The stamp is from before the names were read: a change in between makes the next look read them again.
        DirectoryNames names = new(status.ChangeStamp);
        foreach (string name in ReadNames(directory, shown))
        {
            names.Add(name);
        }

        _directories[directory] = names;
        return names;
    }

    private DirectoryNames? Changed(string directory)
    {
        if (!_directories.TryGetValue(directory, out DirectoryNames? names))
        {
            return null;
        }

        if (PosixStatus.Find(directory, out _) is { } status)
        {
            names.Stamp = status.ChangeStamp;
        }

        return names;
    }
}
