namespace PedOS.Tools.Contracts.Product;

/// <summary>Names that Windows reads as they are written, judged without looking at any disk.</summary>
public static class FileNameRule
{
    /// <summary>UTF-16 units of one name; the limit of NTFS.</summary>
    public const int MaxLength = 255;

    private const string Forbidden = "<>:\"/\\|?*";

    private static readonly string[] Devices = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];

    /// <summary>What is wrong with one name, to be read after the path it is in; null when nothing is.</summary>
    public static string? Flaw(string name) =>
        name.Length == 0 ? "has an empty name in it"
            : name.Length > MaxLength ? $"has a name of more than {MaxLength} characters in it"
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
}
