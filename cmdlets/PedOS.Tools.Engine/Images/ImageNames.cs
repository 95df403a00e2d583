using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Volumes;

namespace PedOS.Tools.Engine.Images;

/// <summary>Finds paths of the image on this system, part by part, and refuses what may not be touched.</summary>
/// <param name="root">The folder, absolute.</param>
/// <param name="systemDrive">Letter and colon Windows has for the volume.</param>
/// <param name="use">Whether anything may be changed.</param>
/// <param name="volume">Calls to the system.</param>
internal sealed class ImageNames(string root, string systemDrive, ImageUse use, HostVolume volume)
{
    /// <summary>The folder that is the root of the volume.</summary>
    public string Root => root;

    /// <summary>Finds a path; a link on the way is refused, one at the end is told.</summary>
    public ImageName Find(string path)
    {
        string[] parts = WindowsPath.Split(path, systemDrive);
        if (parts.Length == 0)
        {
            FileEntry entry = new(
                systemDrive, FileKind.Directory, 0, Directory.GetLastWriteTimeUtc(volume.Openable(root)));
            return new ImageName(root, Name: string.Empty, entry with { Name = string.Empty });
        }

        string directory = root;
        for (int i = 0; i < parts.Length - 1; i++)
        {
            FileEntry? entry = volume.Find(directory, parts[i], path);
            if (entry is { Kind: FileKind.Link })
            {
                throw LinkOn(path);
            }

            if (entry is not { Kind: FileKind.Directory })
            {
                return new ImageName(string.Empty, parts[parts.Length - 1], Entry: null);
            }

            directory = Path.Combine(directory, entry.Name);
        }

        string name = parts[parts.Length - 1];
        return new ImageName(directory, name, volume.Find(directory, name, path));
    }

    /// <summary>Finds a path that is to be changed; its directory exists.</summary>
    public ImageName ForChange(string path)
    {
        CheckChange(path);
        ImageName name = Find(path);
        return !name.HasDirectory ? throw NotThere(path)
            : name.Name.Length == 0 ? throw Wrong(path, "it is the root of the volume")
            : name;
    }

    /// <summary>Finds a name that nothing has yet, in a directory that exists.</summary>
    public ImageName Vacant(string path)
    {
        ImageName name = ForChange(path);
        return name.Entry is null ? name : throw Wrong(path, "the name is taken");
    }

    /// <summary>Finds a path, whose file or directory may be gone already.</summary>
    /// <returns>null when there is nothing, or no such directory.</returns>
    public ImageName? ForDelete(string path, FileKind kind)
    {
        CheckChange(path);
        ImageName name = Find(path);
        return name.Entry is null ? null : Checked(name, path, kind);
    }

    /// <summary>Finds what exists.</summary>
    public ImageName Existing(string path, FileKind kind)
    {
        ImageName name = Find(path);
        return name.Entry is null ? throw NotThere(path) : Checked(name, path, kind);
    }

    /// <summary>Refuses changes of an image that was opened for reading.</summary>
    public void CheckChange(string path)
    {
        if (use != ImageUse.Change)
        {
            throw new SetupException(
                SetupError.ReadOnly,
                $"{path} cannot be changed: the image was opened for reading",
                "Open it for changes.");
        }
    }

    /// <summary>A link is there.</summary>
    public static SetupException LinkOn(string path) => new(
        SetupError.UnsafePath,
        $"{path} leads over a symbolic link or another reparse point",
        "Replace the link by a plain directory or file in the image.");

    /// <summary>The operation does not fit what has the name.</summary>
    public static SetupException Wrong(string path, string why) => new(
        SetupError.InvalidArgument, $"{path} is not what the operation needs: {why}", "Use another name.");

    private static SetupException NotThere(string path) => new(
        SetupError.NotFound, $"there is no {path} in the image", "Check that the image is complete.");

    private static ImageName Checked(ImageName name, string path, FileKind kind) =>
        name.Entry!.Kind == kind ? name
        : name.Entry.Kind == FileKind.Link ? throw LinkOn(path)
        : throw Wrong(path, name.Entry.Kind == FileKind.File ? "it is a file" : "it is a directory");
}
