using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using PedOS.Agents.Clock;
using PedOS.Protocols.Clock;

namespace PedOS.Fuzz.Targets;

/// <summary>Times as machines tell them to each other.</summary>
internal static partial class DateTarget
{
    public static void Run(ReadOnlySpan<byte> input)
    {
        string text = Encoding.Latin1.GetString(input).TrimEnd(' ', '\r', '\n');
        bool isRead = DateText.TryRead(input, out DateTimeOffset time, out bool hasFraction);
        Match match = Form().Match(text);
        DateTimeOffset? expected = match.Success && input.Length <= DateText.MaxLength ? Expect(match) : null;
        Check.Same(expected is not null, isRead);
        if (expected is { } known)
        {
            Check.Same(known.UtcTicks, time.UtcTicks);
            Check.Same(TimeSpan.Zero, time.Offset);
            Check.Same(match.Groups["fraction"].Success, hasFraction);
        }
    }

    /// <summary>What is kept of a time that was not believed; it can be compared with another, however made.</summary>
    public static void RunClaim(ReadOnlySpan<byte> input)
    {
        if (ClockClaimText.TryRead(input, out ClockClaim? claim))
        {
            Check.Same(true, ClockClaimText.TryRead(ClockClaimText.Of(claim), out ClockClaim? again));
            Check.Same(claim, again);
            _ = claim.With(claim);
        }
    }

    // The framework's own reader, which knows no leap second, no comma and no short zone.
    private static DateTimeOffset? Expect(Match match)
    {
        string second = match.Groups["second"].Value;
        bool isLeap = second == "60";
        string fraction = (match.Groups["fraction"].Value + "0000000")[..7];
        string zone = match.Groups["zone"].Value is "Z"
            ? "+00:00"
            : $"{match.Groups["sign"].Value}{match.Groups["zh"].Value}:{(match.Groups["zm"].Value + "00")[..2]}";
        string year = match.Groups["year"].Value;
        return string.CompareOrdinal(year, "0002") >= 0
            && string.CompareOrdinal(year, "9998") <= 0
            && DateTimeOffset.TryParseExact(
                $"{year}{match.Groups["rest"].Value}:{(isLeap ? "59" : second)}.{fraction}{zone}",
                "yyyy-MM-dd'T'HH:mm:ss.fffffffzzz",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out DateTimeOffset time)
            ? time.AddSeconds(isLeap ? 1 : 0)
            : null;
    }

    [GeneratedRegex(
        @"\A(?<year>[0-9]{4})(?<rest>-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}):(?<second>[0-9]{2})"
        + @"(?:[.,](?<fraction>[0-9]{1,9}))?"
        + @"(?<zone>Z|(?<sign>[+-])(?<zh>[0-9]{2})(?::(?<zm>[0-9]{2})|(?<zm>[0-9]{2})|))\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
