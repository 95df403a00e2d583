namespace PedOS.Tools.Engine.Machines;

/// <summary>Files of this computer that a person names.</summary>
public static class HostFile
{
    private const int Buffer = 64 * 1024;

    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="SetupException">It is not there, or cannot be read (AccessDenied, NotReadable).</exception>
    public static Stream OpenRead(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, Buffer);
        }
        catch (Exception e) when (IsOfFiles(e))
        {
            throw Unreadable(path, e);
        }
    }

    /// <summary>Why a file cannot be read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="error">What the system said.</param>
    public static SetupException Unreadable(string path, Exception error) => error switch
    {
        FileNotFoundException or DirectoryNotFoundException => new(
            SetupError.NotFound, $"there is no file {path}", "Name a file that is there.", error),
        _ when Directory.Exists(path) => new(
            SetupError.NotReadable, $"{path} is a folder", "Name a file.", error),
        UnauthorizedAccessException => new(
            SetupError.AccessDenied,
            $"{path} cannot be read: access was denied",
            "Name a file that you may read.",
            error),
        _ => new(
            SetupError.NotReadable, $"{path} cannot be read: {error.Message}", "Name a file that you may read.", error),
    };

    /// <summary>Why a file cannot be written.</summary>
    /// <param name="path">The file.</param>
    /// <param name="error">What the system said.</param>
    public static SetupException Unwritable(string path, Exception error) => error is UnauthorizedAccessException
        ? new(
            SetupError.AccessDenied,
            $"{path} cannot be written: access was denied",
            "Name a file in a folder that you may write.",
            error)
        : new(
            SetupError.InputOutput,
            $"{path} cannot be written: {error.Message}",
            "Name a file in a folder that is there, on a volume with space.",
            error);

    /// <summary>Whether an exception is what the system says of a file or of its name.</summary>
    public static bool IsOfFiles(Exception error) =>
        error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;
}
