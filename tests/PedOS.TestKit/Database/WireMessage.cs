using System.Buffers.Binary;
using System.Text;

namespace PedOS.TestKit.Database;

/// <summary>
/// One message of the configuration database, read and written apart from the product's code, so that a mistake there
/// cannot hide in both ends at once.
/// </summary>
/// <param name="Type">Number of its type.</param>
/// <param name="Path">Its path.</param>
/// <param name="Data">Its data.</param>
public sealed record WireMessage(byte Type, string Path, byte[] Data)
{
    /// <summary>Bytes of the header.</summary>
    public const int HeaderSize = 72;

    /// <summary>The types, as both sides number them.</summary>
    public const byte Read = 0, Write = 1, MultiRead = 2, List = 3, Rm = 4, Watch = 5, Unwatch = 6, Ok = 7, NoEnt = 8,
        Error = 9, Value = 10, Entry = 11, Listed = 12, Changed = 13;

    /// <summary>A message with a text.</summary>
    public WireMessage(byte type, string path, string data = "")
        : this(type, path, Encoding.UTF8.GetBytes(data))
    {
    }

    /// <summary>The data as text.</summary>
    public string Text => Encoding.UTF8.GetString(Data);

    /// <summary>Bytes of data that a header announces.</summary>
    public static int DataLength(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadInt32LittleEndian(header[68..]);

    /// <summary>Puts header and data together.</summary>
    public static WireMessage Parse(ReadOnlySpan<byte> header, byte[] data)
    {
        ReadOnlySpan<byte> path = header[1..65];
        int end = path.IndexOf((byte)0);
        return new WireMessage(header[0], Encoding.Latin1.GetString(end < 0 ? path : path[..end]), data);
    }

    /// <summary>The bytes; those without meaning are not zero, as real senders leave them.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[HeaderSize + Data.Length];
        bytes.AsSpan(1, 67).Fill(0xEE);
        bytes[0] = Type;
        int length = Encoding.Latin1.GetBytes(Path, bytes.AsSpan(1, 63));
        bytes[1 + length] = 0;
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(68), Data.Length);
        Data.CopyTo(bytes, HeaderSize);
        return bytes;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Type} {Path}{(Data.Length > 0 ? "=" + Text : "")}";
}
