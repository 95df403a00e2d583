using System.IO.Compression;
using PedOS.Build.Tools;

namespace PedOS.Build.Packaging;

/// <summary>ZIP archives that are the same bytes whenever and wherever they are made.</summary>
public static class DeterministicArchive
{
    /// <summary>Writes an archive; its entries are in the order given.</summary>
    /// <param name="path">Where; replaced when it is there.</param>
    /// <param name="files">What goes in.</param>
    /// <param name="date">The time that every entry carries; ZIP knows even seconds from 1980 on.</param>
    /// <exception cref="BuildException">A path comes twice.</exception>
    public static void Write(string path, IReadOnlyList<ArchiveFile> files, DateTimeOffset date)
    {
        ArgumentNullException.ThrowIfNull(files);
        HashSet<string> paths = new(StringComparer.OrdinalIgnoreCase);
        using FileStream stream = File.Create(path);
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create);
        foreach (ArchiveFile file in files)
        {
            if (!paths.Add(file.Path))
            {
                throw new BuildException($"{file.Path} would be in {path} twice");
            }

            ZipArchiveEntry entry = archive.CreateEntry(file.Path, CompressionLevel.SmallestSize);
            entry.LastWriteTime = date.ToUniversalTime();

            // The system's own default differs between Windows and Linux.
            entry.ExternalAttributes = 0;
            using Stream content = entry.Open();
            content.Write(file.Content.Span);
        }
    }
}
