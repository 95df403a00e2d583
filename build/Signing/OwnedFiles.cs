namespace PedOS.Build.Signing;

/// <summary>Files and folders that only their owner may open, from the moment they exist.</summary>
internal static class OwnedFiles
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Creates a folder; on Windows it inherits what its parent allows.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, Owner | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Writes a new text file.</summary>
    /// <exception cref="IOException">It is there already.</exception>
    public static void Write(string path, string text)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Owner;
        }

        using StreamWriter writer = new(path, options);
        writer.Write(text);
    }
}
