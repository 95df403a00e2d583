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
    public const int MaxNameLength = 255;

    private const string Forbidden = "<>:\"/\\|?*";

    private static readonly string[] Devices = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];

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

    /// <summary>What is wrong with one name, to be read after it; null when nothing is.</summary>
    public static string? Flaw(string name) =>
        name.Length == 0 ? "has an empty name in it"
            : name.Length > MaxNameLength ? $"has a name of more than {MaxNameLength} characters in it"
            : name is "." or ".." ? "has a relative step in it"
            : name[name.Length - 1] is '.' or ' ' ? "has a name in it that ends with a dot or blank"
            : HasForbidden(name) ? "has a character in it that no file name has"
            : IsDevice(name) ? "has the name of a device in it"
            : null;

    private static bool HasForbidden(string name)
    {
        for (int i = 0; i < name.Length; i++)
        {
            char one = name[i];
            if (one < ' ' || Forbidden.IndexOf(one) >= 0 || char.IsLowSurrogate(one))
            {
                return true;
            }

            if (char.IsHighSurrogate(one) && (++i == name.Length || !char.IsLowSurrogate(name[i])))
            {
                return true;
            }
        }

        return false;
    }

    // NUL.txt is the device, too; so are COM1 to COM9 with the digits 1 to 3 written small and high.
    private static bool IsDevice(string name)
    {
        string stem = name.Split('.')[0].TrimEnd(' ').ToUpperInvariant();
        return Devices.Contains(stem, StringComparer.Ordinal)
            || (stem.Length == 4
                && stem.Substring(0, 3) is "COM" or "LPT"
                && (stem[3] is (>= '0' and <= '9') or '\u00B9' or '\u00B2' or '\u00B3'));
    }

    private static SetupException Unsafe(string path, string flaw) => new(
        SetupError.UnsafePath,
        $"{path} {flaw}",
        "Give an ordinary absolute path on the system drive.");
}
