using System.Buffers;
using System.Text;
using PedOS.Protocols.Qrexec;

namespace PedOS.Agents.Windows.Qrexec;

/// <summary>Which names a file on Windows can have under which it is found again, and is only itself.</summary>
public static class WindowsFileName
{
    // Path separators, drives and alternate streams (colon), wildcards, and what NTFS refuses.
    private static readonly SearchValues<char> Forbidden = SearchValues.Create("<>:\"/\\|?*");

    // Names of devices in every directory; the superscript digits count as digits there.
    private static readonly string[] Devices = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];

    /// <summary>Whether a name can be looked up. What it says no to counts as absent.</summary>
    public static bool IsUsable(string name)
    {
        if (name.Length == 0 || Encoding.UTF8.GetByteCount(name) > QrexecAbi.NAME_MAX
            || name.AsSpan().ContainsAny(Forbidden) || name.AsSpan().ContainsAnyInRange('\0', '\x1f'))
        {
            return false;
        }

        // Windows drops dots and blanks at the end, so the name would be another one's; . and .. are covered by it.
        return name[^1] is not ('.' or ' ') && !IsDevice(name);
    }

    // A device keeps its meaning with any extension.
    private static bool IsDevice(string name)
    {
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        string stem = (dot < 0 ? name : name[..dot]).TrimEnd(' ').ToUpperInvariant();
        return Devices.Contains(stem, StringComparer.Ordinal)
            || (stem.Length == 4 && stem[..3] is "COM" or "LPT"
                && stem[3] is (>= '1' and <= '9') or '\u00b9' or '\u00b2' or '\u00b3');
    }
}
