using System.Buffers.Binary;
using System.Text;
using PedOS.Agents.Posix.Native;

namespace PedOS.Agents.Posix.Network;

/// <summary>One message of rtnetlink: a structure that depends on its type, then attributes.</summary>
/// <param name="Type">RTM_ number.</param>
/// <param name="Body">The structure.</param>
internal sealed record NetlinkMessage(ushort Type, byte[] Body)
{
    private const int AttributeHeader = 4;

    /// <summary>Number and value, in order.</summary>
    public List<(ushort Type, byte[] Value)> Attributes { get; } = [];

    /// <summary>Reads a structure and attributes.</summary>
    /// <returns>Null when it is cut.</returns>
    public static NetlinkMessage? TryRead(ushort type, ReadOnlySpan<byte> payload)
    {
        int size = type switch
        {
            Rtnetlink.RTM_NEWADDR => Rtnetlink.AddressSize,
            Rtnetlink.RTM_NEWROUTE => Rtnetlink.RouteSize,
            _ => Rtnetlink.LinkSize,
        };
        if (payload.Length < size)
        {
            return null;
        }

        NetlinkMessage message = new(type, payload[..size].ToArray());
        return TryReadAttributes(payload[size..], message.Attributes) ? message : null;
    }

    /// <summary>Adds an attribute.</summary>
    public NetlinkMessage Add(ushort type, ReadOnlySpan<byte> value)
    {
        Attributes.Add((type, value.ToArray()));
        return this;
    }

    /// <summary>Adds an attribute that is a number.</summary>
    public NetlinkMessage Add(ushort type, uint value)
    {
        byte[] bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return Add(type, bytes);
    }

    /// <summary>Sets a number in the structure.</summary>
    public NetlinkMessage Set(int offset, uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(Body.AsSpan(offset), value);
        return this;
    }

    /// <summary>A number in the structure.</summary>
    public uint NumberAt(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(Body.AsSpan(offset));

    /// <summary>The value of an attribute; null when there is none.</summary>
    public byte[]? Find(ushort type) => Attributes.Find(a => a.Type == type).Value;

    /// <summary>The value of an attribute inside others; null when there is none, or the value is cut.</summary>
    /// <param name="types">Numbers from the outermost to the innermost.</param>
    public byte[]? FindInside(params ReadOnlySpan<ushort> types)
    {
        byte[]? value = Find(types[0]);
        foreach (ushort type in types[1..])
        {
            List<(ushort Type, byte[] Value)> inner = [];
            value = value is not null && TryReadAttributes(value, inner)
                ? inner.Find(a => (a.Type & Rtnetlink.NLA_TYPE_MASK) == type).Value
                : null;
        }

        return value;
    }

    /// <summary>An attribute that is a number.</summary>
    public uint? FindNumber(ushort type) =>
        Find(type) is { Length: >= sizeof(uint) } value ? BinaryPrimitives.ReadUInt32LittleEndian(value) : null;

    /// <summary>An attribute that is text with a NUL at its end.</summary>
    public string FindText(ushort type) => Encoding.UTF8.GetString(Find(type) ?? []).TrimEnd('\0');

    /// <summary>The whole message as it is sent.</summary>
    public byte[] ToBytes(ushort flags, uint sequence)
    {
        int length = Rtnetlink.HeaderSize + Body.Length
            + Attributes.Sum(a => Align(AttributeHeader + a.Value.Length));
        byte[] bytes = new byte[length];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, length);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(4), Type);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(6), flags);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), sequence);
        Body.CopyTo(bytes, Rtnetlink.HeaderSize);
        int at = Rtnetlink.HeaderSize + Body.Length;
        foreach ((ushort type, byte[] value) in Attributes)
        {
            int size = AttributeHeader + value.Length;
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at), checked((ushort)size));
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at + 2), type);
            value.CopyTo(bytes, at + AttributeHeader);
            at += Align(size);
        }

        return bytes;
    }

    /// <summary>Rounds up to the next multiple of four.</summary>
    public static int Align(int length) => (length + 3) & ~3;

    private static bool TryReadAttributes(ReadOnlySpan<byte> rest, List<(ushort Type, byte[] Value)> found)
    {
        while (rest.Length >= AttributeHeader)
        {
            int length = BinaryPrimitives.ReadUInt16LittleEndian(rest);
            if (length < AttributeHeader || length > rest.Length)
            {
                return false;
            }

            found.Add((BinaryPrimitives.ReadUInt16LittleEndian(rest[2..]), rest[AttributeHeader..length].ToArray()));
            rest = rest[Math.Min(Align(length), rest.Length)..];
        }

        return true;
    }
}
