namespace PedOS.Tools.Engine.Machines;

/// <summary>What has a name in a directory.</summary>
/// <param name="Name">The last part of its path, spelled as on the disk.</param>
/// <param name="Kind">File, directory or a link.</param>
/// <param name="Length">Bytes of a file; 0 otherwise.</param>
/// <param name="Written">Last write time, UTC.</param>
public sealed record FileEntry(string Name, FileKind Kind, long Length, DateTime Written);
