using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace PedOS.Agents.Clock;

/// <summary>
/// A <see cref="ClockClaim"/> as one line of ASCII: when the machine was started (UTC), uncertainty, uptime of the
/// first time, count; a space between them.
/// </summary>
/// <remarks>Text and not JSON: a reader of JSON is an eighth of the program that keeps one such line.</remarks>
public static class ClockClaimText
{
    /// <summary>A real one has less than 100 bytes.</summary>
    public const int MaxBytes = 128;

    private const string MomentFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";
    private const string SpanFormat = @"d\.hh\:mm\:ss\.fffffff";

    // Arbitrary: no machine runs for a century, and sums of such times do not overflow.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(36525);

    /// <summary>The line.</summary>
    public static byte[] Of(ClockClaim claim) => Encoding.ASCII.GetBytes(
        claim.Started.UtcDateTime.ToString(MomentFormat, CultureInfo.InvariantCulture)
        + " " + claim.Uncertainty.ToString(SpanFormat, CultureInfo.InvariantCulture)
        + " " + claim.First.ToString(SpanFormat, CultureInfo.InvariantCulture)
        + " " + claim.Count.ToString(CultureInfo.InvariantCulture) + "\n");

    /// <summary>Reads the line.</summary>
    /// <param name="line">At most <see cref="MaxBytes"/> bytes, with its end.</param>
    /// <param name="claim">What it says.</param>
    /// <returns>False when it is none: times are 0 to 100 years, the count is at least 1.</returns>
    public static bool TryRead(ReadOnlySpan<byte> line, [NotNullWhen(true)] out ClockClaim? claim)
    {
        claim = null;
        if (line.Length > MaxBytes || !line.EndsWith("\n"u8) || !Ascii.IsValid(line))
        {
            return false;
        }

        string[] fields = Encoding.ASCII.GetString(line[..^1]).Split(' ');
        if (fields.Length == 4
            && DateTimeOffset.TryParseExact(
                fields[0],
                MomentFormat,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out DateTimeOffset started)
            && TryReadSpan(fields[1], out TimeSpan uncertainty)
            && TryReadSpan(fields[2], out TimeSpan first)
            && int.TryParse(fields[3], NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            && count > 0)
        {
            claim = new ClockClaim(started, uncertainty, first, count);
        }

        return claim is not null;
    }

    private static bool TryReadSpan(string field, out TimeSpan time) =>
        TimeSpan.TryParseExact(field, SpanFormat, CultureInfo.InvariantCulture, out time) && time <= Longest;
}
