using System.Text;

namespace PedOS.Agents.Files;

/// <summary>
/// The mark by which Windows knows that a file comes from elsewhere: programs open it with care, and scripts are asked
/// about before they run.
/// </summary>
public static class ZoneMark
{
    /// <summary>The stream that holds it.</summary>
    public const string Stream = "Zone.Identifier";

    // The zone of what nobody vouches for (URLZONE_INTERNET of urlmon.h).
    private const int Internet = 3;

    /// <summary>The mark of files of another machine.</summary>
    /// <param name="source">The machine.</param>
    public static byte[] From(string source) => Encoding.UTF8.GetBytes(string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"[ZoneTransfer]\r\nZoneId={Internet}\r\nHostUrl=pedos://{Uri.EscapeDataString(source)}/\r\n"));
}
