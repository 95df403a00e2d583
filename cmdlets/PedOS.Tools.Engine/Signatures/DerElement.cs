using System.Globalization;
using System.Text;

namespace PedOS.Tools.Engine.Signatures;

/// <summary>An element of a DER encoding: a piece of bytes that belong to somebody else and stay as they are.</summary>
internal readonly struct DerElement
{
    private readonly byte[] _bytes;
    private readonly int _begin;
    private readonly int _content;
    private readonly int _end;

    public DerElement(byte[] bytes, int begin, int content, int end)
    {
        _bytes = bytes;
        _begin = begin;
        _content = content;
        _end = end;
    }

    /// <summary>See <see cref="DerTag"/>.</summary>
    public byte Tag => _bytes[_begin];

    /// <summary>Bytes of the content.</summary>
    public int Length => _end - _content;

    /// <summary>Where the element ends in the bytes it was read from.</summary>
    public int End => _end;

    /// <summary>A copy of the content.</summary>
    public byte[] Content() => Copy(_content);

    /// <summary>A copy of the whole element.</summary>
    public byte[] Whole() => Copy(_begin);

    /// <summary>Reads the elements inside.</summary>
    public DerReader Inside() => new(_bytes, _content, _end);

    /// <summary>The content as an object identifier with dots.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public string ObjectIdentifier()
    {
        // Identifiers of company templates have some forty bytes.
        const int MaxLength = 64;
        const long MostBeforeShift = long.MaxValue >> 8;
        if (Tag != DerTag.ObjectIdentifier || Length is 0 or > MaxLength || (_bytes[_end - 1] & 0x80) != 0)
        {
            throw new FormatException("an object identifier is damaged");
        }

        StringBuilder text = new();
        long part = 0;
        for (int i = _content; i < _end; i++)
        {
            if (part > MostBeforeShift || (part == 0 && _bytes[i] == 0x80))
            {
                throw new FormatException("an object identifier is damaged");
            }

            part = (part << 7) | (uint)(_bytes[i] & 0x7f);
            if ((_bytes[i] & 0x80) != 0)
            {
                continue;
            }

            if (text.Length == 0)
            {
                long first = Math.Min(part / 40, 2);
                text.Append(first.ToString(CultureInfo.InvariantCulture));
                part -= 40 * first;
            }

            text.Append('.').Append(part.ToString(CultureInfo.InvariantCulture));
            part = 0;
        }

        return text.ToString();
    }

    /// <summary>The content as a truth value.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public bool Truth() =>
        Tag == DerTag.Boolean && Length == 1 && _bytes[_content] is 0 or 0xff
            ? _bytes[_content] != 0
            : throw new FormatException("a truth value is damaged");

    /// <summary>The content as a number from 0 to 2^31 - 1.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public int Number()
    {
        byte[] content = UnsignedInteger();
        return content.Length > sizeof(int) || (content.Length == sizeof(int) && content[0] > 0x7f)
            ? throw new FormatException("a number is too great")
            : content.Aggregate(0, static (number, one) => (number << 8) | one);
    }

    /// <summary>The content as a number that is not negative, most significant byte first, no zeros before.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public byte[] UnsignedInteger()
    {
        byte[] content = Content();
        bool isMinimal = content.Length == 1
            || (content.Length > 1 && !(content[0] == 0 && content[1] < 0x80));
        if (Tag != DerTag.Integer || !isMinimal || content[0] >= 0x80)
        {
            throw new FormatException("a number is damaged");
        }

        return content.Length > 1 && content[0] == 0 ? [.. content.Skip(1)] : content;
    }

    /// <summary>
    /// The content as a time of a timestamp: GeneralizedTime in UTC, which may have parts of a second (RFC 3161 2.4.2).
    /// They are left out.
    /// </summary>
    /// <exception cref="FormatException">It is none.</exception>
    public DateTimeOffset TimeOfStamp()
    {
        string text = Text();
        int point = text.IndexOf('.');
        if (point < 0 || text[text.Length - 1] != 'Z')
        {
            return Time(text);
        }

        // DER: no point without digits, and no zeros at the end.
        string parts = text.Substring(point + 1, text.Length - point - 2);
        return parts.Length > 0 && parts[parts.Length - 1] != '0' && parts.All(static c => c is >= '0' and <= '9')
            ? Time(text.Substring(0, point) + "Z")
            : throw new FormatException("a time is damaged");
    }

    /// <summary>The content as a time: UTCTime or GeneralizedTime with seconds, in UTC.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public DateTimeOffset Time() => Time(Text());

    /// <summary>The bytes of a bit string whose last byte is used whole.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public byte[] Bits() =>
        Tag == DerTag.BitString && Length > 1 && _bytes[_content] == 0
            ? Copy(_content + 1)
            : throw new FormatException("a bit string is damaged");

    private string Text() => Encoding.ASCII.GetString(_bytes, _content, Length);

    private DateTimeOffset Time(string text)
    {
        if (Tag == DerTag.UtcTime && text.Length == 13)
        {
            // RFC 5280 4.1.2.5.1: 50 to 99 are of the last century.
            text = (string.CompareOrdinal(text, "5") < 0 ? "20" : "19") + text;
        }
        else if (Tag != DerTag.GeneralizedTime)
        {
            throw new FormatException("a time is damaged");
        }

        return DateTimeOffset.TryParseExact(
            text,
            "yyyyMMddHHmmss'Z'",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out DateTimeOffset time)
            ? time
            : throw new FormatException("a time is damaged");
    }

    private byte[] Copy(int from)
    {
        byte[] copy = new byte[_end - from];
        Array.Copy(_bytes, from, copy, 0, copy.Length);
        return copy;
    }
}
