using System.Text;

namespace PedOS.Tools.Engine.Packages;

/// <summary>A package in a folder.</summary>
public sealed class FolderPackage : IPackage
{
    private readonly string _folder;

    private FolderPackage(string folder, PackageList list, PackageOrigin origin)
    {
        _folder = folder;
        List = list;
        Origin = origin;
    }

    /// <summary>What it has.</summary>
    public PackageList List { get; }

    /// <summary>Who signed it.</summary>
    public PackageOrigin Origin { get; }

    /// <summary>
    /// Opens a package that may be installed. Its list is read once, and what was verified is what is used; its files
    /// are compared with the list when they are copied.
    /// </summary>
    /// <param name="folder">Folder with <see cref="PackageList.FileName"/>.</param>
    /// <param name="trust">Whose packages may be installed.</param>
    /// <exception cref="SetupException">There is none, it cannot be read, or it may not be installed.</exception>
    public static FolderPackage Load(string folder, PackageTrust trust)
    {
        byte[] list = Read(folder, PackageList.FileName, PackageList.MaxLength) ?? throw new SetupException(
            SetupError.DamagedPackage,
            $"{folder} is no package: it has no {PackageList.FileName}",
            "Name the folder that the package was unpacked to.");
        byte[]? catalog = Read(folder, PackageSignature.FileName, PackageSignature.MaxLength);
        PackageOrigin origin = PackageSignature.Check(list, catalog, trust);
        using StreamReader text = new(new MemoryStream(list, writable: false), Encoding.UTF8);
        return new(folder, PackageList.Read(text.ReadToEnd()), origin);
    }

    /// <summary>Reads the list of a package that nothing is installed from, whoever signed it.</summary>
    /// <exception cref="SetupException">There is none, or it is damaged.</exception>
    public static PackageList Look(string folder) => Load(folder, PackageTrust.Everybody(default)).List;

    /// <inheritdoc/>
    public Stream Open(string source)
    {
        string path = Path.Combine(_folder, source.Replace('/', Path.DirectorySeparatorChar));
        try
        {
            // Without a buffer of its own: whoever reads it has one.
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, e);
        }
    }

    private static byte[]? Read(string folder, string name, int maxLength)
    {
        string path = Path.Combine(folder, name);
        try
        {
            FileInfo file = new(path);
            if (!file.Exists)
            {
                return null;
            }

            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (!stream.CanSeek)
            {
                throw new IOException("it is a pipe or a device");
            }

            if (stream.Length > maxLength)
            {
                throw new IOException($"it is longer than {maxLength} bytes");
            }

            byte[] bytes = new byte[stream.Length];
            int length = 0;
            while (length < bytes.Length)
            {
                int more = stream.Read(bytes, length, bytes.Length - length);
                length += more > 0 ? more : throw new EndOfStreamException("it ends early");
            }

            return bytes;
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
