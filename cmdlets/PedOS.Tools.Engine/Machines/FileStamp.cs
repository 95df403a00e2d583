namespace PedOS.Tools.Engine.Machines;

/// <summary>Tells without reading a file whether anybody has written to it since.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="Written">Last write time, UTC.</param>
public readonly record struct FileStamp(long Length, DateTime Written)
{
    /// <summary>The stamp of what has a name; null when it is not a file.</summary>
    public static FileStamp? Of(FileEntry? entry) =>
        entry is { Kind: FileKind.File } ? new(entry.Length, entry.Written) : null;
}
