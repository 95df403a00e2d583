using PedOS.Build.Tools;

namespace PedOS.Build.Packaging;

/// <summary>
/// The image of a CD: the package folder as its root, so that <c>setup.exe</c> there finds its package beside itself,
/// the MSI, and the hashes of all that.
/// </summary>
/// <param name="workspace">The tree.</param>
/// <param name="date">The time that every file on it carries.</param>
public sealed class IsoImage(Workspace workspace, DateTimeOffset date)
{
    /// <summary>Name of the volume, as Windows shows it.</summary>
    public const string Volume = "PEDOS_TOOLS";

    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite
        | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode FolderMode = FileMode
        | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly string _root = workspace.At("out", "iso");

    /// <summary>Writes the image; the same bytes from the same files.</summary>
    /// <param name="path">Where.</param>
    /// <param name="beside">Files that lie in the root beside the package.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BuildException">A file is missing, or the image cannot be made.</exception>
    public async Task WriteAsync(string path, IReadOnlyList<string> beside, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(beside);
        LayOut(beside);
        File.Delete(path);
        await new PackagingTool(workspace, date).RunAsync(
            "xorriso",
            ["-as", "mkisofs", "-quiet", "-J", "-joliet-long", "-r", "-V", Volume, "-o", path, _root],
            cancellationToken);
    }

    private void LayOut(IReadOnlyList<string> beside)
    {
        if (Directory.Exists(_root))
        {
            Directory.Delete(_root, recursive: true);
        }

        foreach (string file in Directory.EnumerateFiles(workspace.Package, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Join(_root, Path.GetRelativePath(workspace.Package, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        foreach (string file in beside.Prepend(Path.Join(workspace.Package, "bin", "setup.exe")))
        {
            File.Copy(file, Path.Join(_root, Path.GetFileName(file)));
        }

        HashList.Write(Path.Join(_root, HashList.FileName), _root);

        // What lies in the image is told by the sources alone, not by when and by whom it was copied.
        foreach (string entry in Directory.EnumerateFileSystemEntries(_root, "*", SearchOption.AllDirectories)
            .OrderByDescending(static e => e.Length).Append(_root))
        {
            bool isFolder = Directory.Exists(entry);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(entry, isFolder ? FolderMode : FileMode);
            }

            if (isFolder)
            {
                Directory.SetLastWriteTimeUtc(entry, date.UtcDateTime);
            }
            else
            {
                File.SetLastWriteTimeUtc(entry, date.UtcDateTime);
            }
        }
    }
}
