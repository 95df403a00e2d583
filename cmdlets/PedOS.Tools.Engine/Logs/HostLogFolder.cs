namespace PedOS.Tools.Engine.Logs;

/// <summary>A folder of the computer this runs on.</summary>
/// <param name="path">The folder.</param>
public sealed class HostLogFolder(string path) : ILogFolder
{
    /// <inheritdoc/>
    public IReadOnlyList<string> List()
    {
        try
        {
            // Links are left out: they lead to files that nobody meant, or to devices that never end.
            return
            [
                .. new DirectoryInfo(path).EnumerateFiles("*.log")
                    .Where(static f => (f.Attributes & FileAttributes.ReparsePoint) == 0)
                    .Select(static f => f.Name),
            ];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SetupException(
                SetupError.AccessDenied, $"{path} cannot be looked into: {e.Message}", "Run as an administrator.", e);
        }
    }

    /// <inheritdoc/>
    public Stream? TryOpen(string fileName)
    {
        try
        {
            return new FileStream(
                Path.Combine(path, fileName),
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete,
                64 * 1024);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Swept away between listing and opening, or another account's.
            return null;
        }
    }
}
