using PedOS.Tools.Contracts.Product;

namespace PedOS.Tools.Engine.Machines;

/// <summary>Absolute paths of a Windows volume, judged without looking at any disk.</summary>
/// <remarks>
/// What Windows would read in another way than it is written is refused, whatever its disk could hold: a name that ends
/// with a dot or blank, a device name, a stream, <c>.</c> and <c>..</c>, a slash, half of a surrogate pair.
/// </remarks>
public static class WindowsPath
{
    /// <summary>UTF-16 units a path may have; NTFS and the <c>\\?\</c> form end at 32767, prefix included.</summary>
    public const int MaxLength = 32000;

    /// <summary>UTF-16 units of one name; the limit of NTFS.</summary>
    public const int MaxNameLength = FileNameRule.MaxLength;

    /// <summary>Names on the way from the root of the drive; none for the root itself.</summary>
    /// <param name="path">For example <c>C:\Program Files\PedOS</c>; only the root ends with a backslash.</param>
    /// <param name="drive">The only drive that is allowed: letter and colon.</param>
    /// <exception cref="SetupException"><see cref="SetupError.UnsafePath"/>: it is not such a path.</exception>
    public static string[] Split(string path, string drive)
    {
        if (path.Length > MaxLength)
        {
            throw Unsafe($"{path.Substring(0, 80)}...", $"is longer than {MaxLength} characters");
        }

        if (path.Length <= drive.Length
            || !path.StartsWith(drive, StringComparison.OrdinalIgnoreCase)
            || path[drive.Length] != '\\')
        {
            throw Unsafe(path, $"is not an absolute path on {drive}");
        }

        if (path.Length == drive.Length + 1)
        {
            return [];
        }

        string[] names = path.Substring(drive.Length + 1).Split('\\');
        foreach (string name in names)
        {
            if (Flaw(name) is { } flaw)
            {
                throw Unsafe(path, flaw);
            }
        }

        return names;
    }

    /// <inheritdoc cref="FileNameRule.Flaw"/>
    public static string? Flaw(string name) => FileNameRule.Flaw(name);

    private static SetupException Unsafe(string path, string flaw) => new(
        SetupError.UnsafePath,
        $"{path} {flaw}",
        "Give an ordinary absolute path on the system drive.");
}
