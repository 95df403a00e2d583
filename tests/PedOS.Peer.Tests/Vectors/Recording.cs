using System.Buffers.Binary;
using System.Text;

namespace PedOS.Peer.Tests.Vectors;

/// <summary>One direction of a recorded conversation, or of one that is compared with it.</summary>
internal sealed class Recording(byte[] bytes)
{
    /// <summary>Every byte.</summary>
    public byte[] Bytes => bytes;

    /// <summary>Its messages, with what depends on timing taken out: the pieces of one stream are joined.</summary>
    public IReadOnlyList<string> Streams
    {
        get
        {
            SortedDictionary<uint, List<byte>> joined = [];
            List<string> ends = [];
            foreach ((uint type, byte[] body) in Messages)
            {
                if (body.Length == 0)
                {
                    ends.Add($"0x{type:x} end");
                    continue;
                }

                if (!joined.TryGetValue(type, out List<byte>? list))
                {
                    joined[type] = list = [];
                }

                list.AddRange(body);
            }

            ends.Sort(StringComparer.Ordinal);
            return [.. joined.Select(pair => $"0x{pair.Key:x} {Convert.ToHexString(pair.Value.ToArray())}"), .. ends];
        }
    }

    private IEnumerable<(uint Type, byte[] Body)> Messages
    {
        get
        {
            for (int at = 0; at < bytes.Length;)
            {
                uint type = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));
                int length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at + 4));
                yield return (type, bytes[(at + 8)..(at + 8 + length)]);
                at += 8 + length;
            }
        }
    }

    /// <summary>Reads one of the recordings of this repository.</summary>
    public static Recording Read(string file) => new(File.ReadAllBytes(
        Path.Combine(AppContext.BaseDirectory, "vectors", "qrexec", file + ".bin")));

    /// <summary>The daemon's messages, with the recorded account replaced by the one the tests run as.</summary>
    public byte[] WithUser(string user)
    {
        using MemoryStream changed = new();
        foreach ((uint type, byte[] body) in Messages)
        {
            string text = Encoding.Latin1.GetString(body);
            byte[] now = Encoding.Latin1.GetBytes(text.Replace("qtest:", user + ":", StringComparison.Ordinal));
            changed.Write(BitConverter.GetBytes(type));
            changed.Write(BitConverter.GetBytes(now.Length));
            changed.Write(now);
        }

        return changed.ToArray();
    }

    /// <summary>The same bytes with another ident.</summary>
    /// <param name="offset">Where the 32 bytes of the ident are.</param>
    /// <param name="ident">What to put there.</param>
    public byte[] WithIdent(int offset, ReadOnlySpan<byte> ident)
    {
        byte[] changed = [.. bytes];
        ident.CopyTo(changed.AsSpan(offset));
        return changed;
    }
}
