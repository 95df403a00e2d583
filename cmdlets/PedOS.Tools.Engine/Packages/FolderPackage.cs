using System.Text;

namespace PedOS.Tools.Engine.Packages;

/// <summary>A package in a folder.</summary>
public sealed class FolderPackage : IPackage
{
    private readonly string _folder;

    private FolderPackage(string folder, PackageList list)
    {
        _folder = folder;
        List = list;
    }

    /// <summary>What it has.</summary>
    public PackageList List { get; }

    /// <summary>Opens a package; its files are looked at when they are installed.</summary>
    /// <param name="folder">Folder with <see cref="PackageList.FileName"/>.</param>
    /// <exception cref="SetupException">There is none, or its list cannot be read.</exception>
    public static FolderPackage Load(string folder)
    {
        string path = Path.Combine(folder, PackageList.FileName);
        try
        {
            FileInfo list = new(path);
            if (!list.Exists || list.Length > PackageList.MaxLength)
            {
                throw new SetupException(
                    SetupError.DamagedPackage,
                    $"{folder} is no package: it has no usable {PackageList.FileName}",
                    "Name the folder that the package was unpacked to.");
            }

            return new(folder, PackageList.Read(File.ReadAllText(path, Encoding.UTF8)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, e);
        }
    }

    /// <inheritdoc/>
    public Stream Open(string source)
    {
        string path = Path.Combine(_folder, source.Replace('/', Path.DirectorySeparatorChar));
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1024 * 1024);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, e);
        }
    }

    private static SetupException Unreadable(string path, Exception e) => new(
        SetupError.DamagedPackage,
        $"{path} of the package cannot be read: {e.Message}",
        "Get the package again from where it came from.",
        e);
}
