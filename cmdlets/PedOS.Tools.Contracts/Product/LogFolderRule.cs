namespace PedOS.Tools.Contracts.Product;

/// <summary>Which folders may be told to be those of the logs.</summary>
public static class LogFolderRule
{
    /// <summary>What is wrong with a path, to be read after it; null when agents take it.</summary>
    /// <param name="path">Not empty.</param>
    /// <param name="system">System of the agents.</param>
    /// <remarks>
    /// On Windows it is a folder below the root of a drive or of a share: <c>D:\logs</c>, <c>\\server\share\logs</c>.
    /// Every name in it is one that Windows reads as it is written. One backslash may end it.
    /// </remarks>
    public static string? Flaw(string path, GuestSystem system)
    {
        if (system == GuestSystem.Linux)
        {
            return path[0] == '/' ? null : "is no absolute path, such as /var/log/pedos";
        }

        bool isDrive = path.Length > 2 && IsLetter(path[0]) && path[1] == ':' && path[2] == '\\';
        bool isShare = path.Length > 2 && path[0] == '\\' && path[1] == '\\' && path[2] is not ('?' or '.' or '\\');
        if (!isDrive && !isShare)
        {
            return @"is no absolute path with backslashes, such as D:\logs";
        }

        string[] names = (path[path.Length - 1] == '\\' ? path.Substring(0, path.Length - 1) : path)
            .Substring(isDrive ? 2 : 1)
            .Split('\\');

        // The first one is what stands before the first backslash: nothing.
        int roots = isDrive ? 1 : 3;
        return names.Length <= roots
            ? "is a root; name a folder below it"
            : names.Skip(1).Select(FileNameRule.Flaw).FirstOrDefault(static flaw => flaw is not null);
    }

    private static bool IsLetter(char one) => one is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z');
}
