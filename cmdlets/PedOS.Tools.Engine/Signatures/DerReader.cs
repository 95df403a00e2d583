namespace PedOS.Tools.Engine.Signatures;

/// <summary>
/// Reads DER elements one after the other, strictly: definite lengths in their shortest form, tags of one byte. It
/// never goes into an element by itself, so that input cannot decide how deep the stack gets.
/// </summary>
internal sealed class DerReader
{
    private readonly byte[] _bytes;
    private readonly int _end;
    private int _place;

    /// <summary>Reads a piece of bytes.</summary>
    public DerReader(byte[] bytes, int begin, int end)
    {
        _bytes = bytes;
        _place = begin;
        _end = end;
    }

    /// <summary>Whether another element follows.</summary>
    public bool HasMore => _place < _end;

    /// <summary>Reads bytes that are one element and nothing else.</summary>
    /// <exception cref="FormatException">They are not, or the element has another tag.</exception>
    public static DerElement ReadOnly(byte[] bytes, byte tag)
    {
        DerReader reader = new(bytes, 0, bytes.Length);
        DerElement element = reader.Read(tag);
        reader.RequireEnd();
        return element;
    }

    /// <summary>Whether the next element has this tag.</summary>
    public bool IsNext(byte tag) => HasMore && _bytes[_place] == tag;

    /// <summary>The next element.</summary>
    /// <exception cref="FormatException">There is none with this tag, or it is damaged.</exception>
    public DerElement Read(byte tag) =>
        IsNext(tag) ? Read() : throw new FormatException("an element is missing or another one than expected");

    /// <summary>The next element, whatever its tag.</summary>
    /// <exception cref="FormatException">There is none, or it is damaged.</exception>
    public DerElement Read()
    {
        const int LongTag = 0x1f;
        if (_end - _place < 2 || (_bytes[_place] & LongTag) == LongTag)
        {
            throw Damaged();
        }

        int begin = _place;
        int length = _bytes[begin + 1];
        int content = begin + 2;
        if (length >= 0x80)
        {
            // 0x80 would be a length that is found by looking for its end: BER, not DER.
            int count = length & 0x7f;
            if (count is 0 or > 3 || count > _end - content || _bytes[content] == 0)
            {
                throw Damaged();
            }

            length = 0;
            for (int i = 0; i < count; i++)
            {
                length = (length << 8) | _bytes[content++];
            }

            if (length < 0x80)
            {
                throw Damaged();
            }
        }

        if (length > _end - content)
        {
            throw Damaged();
        }

        _place = content + length;
        return new(_bytes, begin, content, _place);
    }

    /// <summary>Refuses what stands behind the last element that is known.</summary>
    /// <exception cref="FormatException">Something does.</exception>
    public void RequireEnd()
    {
        if (HasMore)
        {
            throw new FormatException("bytes stand behind the end");
        }
    }

    private static FormatException Damaged() => new("an element is damaged");
}
