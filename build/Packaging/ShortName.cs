using System.Text.RegularExpressions;

namespace PedOS.Build.Packaging;

/// <summary>
/// Names of eight and three characters, which Windows Installer wants beside each long one (Filename data type).
/// </summary>
public static partial class ShortName
{
    private const int HashLength = 7;
    private const int ExtensionLength = 3;

    /// <summary>Whether a name is one.</summary>
    public static bool IsShort(string name) => Pattern().IsMatch(name);

    /// <summary>One that follows from a path, so that two files of a folder have two.</summary>
    /// <param name="path">Path in the package, with the long name at its end.</param>
    public static string Of(string path)
    {
        string extension = Path.GetExtension(path).TrimStart('.');
        string hash = NameBasedGuid.Of("short " + path).ToString("N")[..HashLength].ToUpperInvariant();
        return extension.Length > 0 && extension.All(char.IsAsciiLetterOrDigit)
            ? $"F{hash}.{extension[..Math.Min(extension.Length, ExtensionLength)].ToUpperInvariant()}"
            : "F" + hash;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,8}(\.[A-Za-z0-9_-]{1,3})?\z")]
    private static partial Regex Pattern();
}
