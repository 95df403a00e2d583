using System.Buffers.Binary;
using System.Text;

namespace PedOS.Protocols.Wrapper;

/// <summary>Reads the fields of one message in order; every read checks what is left.</summary>
internal ref struct FieldReader(ReadOnlySpan<byte> body)
{
    /// <summary>Length that stands for null.</summary>
    public const uint NullLength = uint.MaxValue;

    private static readonly UTF8Encoding StrictUtf8 = new(false, true);

    private ReadOnlySpan<byte> _rest = body;

    /// <summary>Whether every byte was read.</summary>
    public readonly bool AtEnd => _rest.IsEmpty;

    public byte Byte() => Take(1)[0];

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public bool Boolean()
    {
        byte value = Byte();
        return value < 2 ? value == 1 : throw WrapperCodec.Malformed($"truth value {value}");
    }

    public string Text() => OptionalText() ?? throw WrapperCodec.Malformed("null text");

    public string? OptionalText()
    {
        uint length = UInt32();
        if (length == NullLength)
        {
            return null;
        }

        ReadOnlySpan<byte> text = Take(length);
        try
        {
            return StrictUtf8.GetString(text);
        }
        catch (DecoderFallbackException)
        {
            throw WrapperCodec.Malformed("text that is not UTF-8");
        }
    }

    public string[] Texts()
    {
        string[] texts = new string[Count(4)];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = Text();
        }

        return texts;
    }

    public KeyValuePair<string, string>[] Pairs()
    {
        KeyValuePair<string, string>[] pairs = new KeyValuePair<string, string>[Count(8)];
        for (int i = 0; i < pairs.Length; i++)
        {
            pairs[i] = new KeyValuePair<string, string>(Text(), Text());
        }

        return pairs;
    }

    // A count is believed only as far as the bytes that are left could hold so many items.
    private int Count(int minItemSize)
    {
        uint count = UInt32();
        return count <= (uint)(_rest.Length / minItemSize)
            ? (int)count
            : throw WrapperCodec.Malformed($"count {count}");
    }

    private ReadOnlySpan<byte> Take(uint count)
    {
        if (count > (uint)_rest.Length)
        {
            throw WrapperCodec.Malformed($"{count} bytes wanted, {_rest.Length} left");
        }

        ReadOnlySpan<byte> taken = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return taken;
    }
}
