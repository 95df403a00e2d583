using System.Globalization;

namespace PedOS.Protocols.Clock;

/// <summary>
/// The time as machines tell it to each other: what <c>date -u -Iseconds</c> prints, one line of ASCII.
/// </summary>
public static class DateText
{
    /// <summary>Longest text, with the end of its line: a date with nanoseconds and a zone has 35 characters.</summary>
    public const int MaxLength = 64;

    private const int FixedLength = 19;
    private const string Shape = "0000-00-00T00:00:00";

    // A zone is at most 14 hours from Greenwich (Kiribati).
    private const int MaxZoneMinutes = 14 * 60;

    /// <summary>Reads a time.</summary>
    /// <param name="text">
    /// <c>yyyy-MM-ddTHH:mm:ss</c>, then perhaps a fraction after a point or comma, then <c>Z</c>, <c>+hh</c>,
    /// <c>+hhmm</c> or <c>+hh:mm</c>; line breaks and blanks at the end are left out.
    /// </param>
    /// <param name="time">The time.</param>
    /// <param name="hasFraction">Whether it says more than whole seconds.</param>
    /// <returns>False when it is anything else.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, out DateTimeOffset time, out bool hasFraction)
    {
        time = default;
        hasFraction = false;
        if (text.Length > MaxLength)
        {
            return false;
        }

        text = text.TrimEnd(" \r\n"u8);
        if (text.Length <= FixedLength || !HasShape(text[..FixedLength]))
        {
            return false;
        }

        ReadOnlySpan<byte> rest = text[FixedLength..];
        long ticks = 0;
        if (rest[0] is (byte)'.' or (byte)',')
        {
            hasFraction = true;
            if (!TryReadFraction(ref rest, out ticks))
            {
                return false;
            }
        }

        return TryReadZone(rest, out TimeSpan zone) && TryMake(text, ticks, zone, out time);
    }

    private static bool HasShape(ReadOnlySpan<byte> text)
    {
        for (int i = 0; i < FixedLength; i++)
        {
            bool fits = Shape[i] == '0' ? char.IsAsciiDigit((char)text[i]) : text[i] == Shape[i];
            if (!fits)
            {
                return false;
            }
        }

        return true;
    }

    // Digits beyond the seventh are less than a tick.
    private static bool TryReadFraction(ref ReadOnlySpan<byte> rest, out long ticks)
    {
        ticks = 0;
        int digits = 0;
        long unit = TimeSpan.TicksPerSecond / 10;
        rest = rest[1..];
        while (digits < rest.Length && char.IsAsciiDigit((char)rest[digits]))
        {
            ticks += (rest[digits] - '0') * unit;
            unit /= 10;
            digits++;
        }

        rest = rest[digits..];
        return digits is > 0 and <= 9;
    }

    private static bool TryReadZone(ReadOnlySpan<byte> rest, out TimeSpan zone)
    {
        zone = default;
        if (rest.SequenceEqual("Z"u8))
        {
            return true;
        }

        if (rest.Length is not (3 or 5 or 6) || rest[0] is not ((byte)'+' or (byte)'-')
            || (rest.Length == 6 && rest[3] != ':'))
        {
            return false;
        }

        int hours = Number(rest.Slice(1, 2));
        int minutes = rest.Length == 3 ? 0 : Number(rest[^2..]);
        if (hours < 0 || minutes is < 0 or > 59 || (hours * 60) + minutes > MaxZoneMinutes)
        {
            return false;
        }

        zone = TimeSpan.FromMinutes((hours * 60) + minutes) * (rest[0] == '-' ? -1 : 1);
        return true;
    }

    // The framework's reader alone would take zero bytes behind the digits.
    private static int Number(ReadOnlySpan<byte> digits) =>
        !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9')
        && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : -1;

    private static bool TryMake(ReadOnlySpan<byte> text, long ticks, TimeSpan zone, out DateTimeOffset time)
    {
        time = default;
        int year = Number(text[..4]);
        int month = Number(text.Slice(5, 2));
        int day = Number(text.Slice(8, 2));
        int hour = Number(text.Slice(11, 2));
        int minute = Number(text.Slice(14, 2));
        int second = Number(text.Slice(17, 2));

        // Years at the edge of what can be told have no room for a zone; nobody lives then. A leap second, 60, is the
        // first second of the next minute to every clock that is set here.
        if (year is < 2 or > 9998 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > 60)
        {
            return false;
        }

        DateTime local = new DateTime(year, month, day, hour, minute, 0, DateTimeKind.Unspecified)
            .AddSeconds(second).AddTicks(ticks);
        time = new DateTimeOffset(local, zone).ToUniversalTime();
        return true;
    }
}
