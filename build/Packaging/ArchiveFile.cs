namespace PedOS.Build.Packaging;

/// <summary>A file to put into an archive.</summary>
/// <param name="Path">Its path there, parts separated by slashes.</param>
/// <param name="Content">Its bytes.</param>
public sealed record ArchiveFile(string Path, ReadOnlyMemory<byte> Content);
