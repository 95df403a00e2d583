using System.Runtime.InteropServices;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Native;

namespace PedOS.Tools.Engine.Live;

/// <summary>The files of the running Windows, on its system drive.</summary>
public sealed partial class LiveFileTree : IFileTree
{
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

    /// <summary>Makes everything done so far survive a power cut.</summary>
    public void Flush() => _unflushed.Flush();

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

    private FilePath Parse(string path) => FilePath.Parse(path, _drive);
}
