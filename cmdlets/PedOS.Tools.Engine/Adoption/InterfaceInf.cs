using System.Text.RegularExpressions;

namespace PedOS.Tools.Engine.Adoption;

/// <summary>What the INF of the Xen interface says about who may open it.</summary>
public static class InterfaceInf
{
    /// <summary>File name of the INF in a package.</summary>
    public const string FileName = "xeniface.inf";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // Without it every local user may open the device: XSA-468, CVE-2025-27463. A line that begins with ; is a remark.
    private static readonly Regex Guard = new(
        @"^[ \t]*HKR[ \t]*,[ \t]*,[ \t]*""?Security""?[ \t]*,[^,\r\n]*,[ \t]*""D:P\(A;;GA;;;SY\)\(A;;GA;;;BA\)""",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Multiline,
        Patience);

    private static readonly Regex DriverVersion = new(
        @"^[ \t]*DriverVer[ \t]*=[^,\r\n]*,[ \t]*([0-9.]{1,40})",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Multiline,
        Patience);

    /// <summary>Whether only SYSTEM and administrators may open the device.</summary>
    /// <param name="text">The whole INF.</param>
    public static bool IsGuarded(string text)
    {
        try
        {
            return Guard.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            // What cannot be judged is not known to be guarded.
            return false;
        }
    }

    /// <summary>Version of its DriverVer line; "" for none.</summary>
    /// <param name="text">The whole INF.</param>
    public static string VersionOf(string text)
    {
        try
        {
            return DriverVersion.Match(text).Groups[1].Value;
        }
        catch (RegexMatchTimeoutException)
        {
            return "";
        }
    }
}
