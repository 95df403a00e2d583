using System.Buffers.Binary;
using System.Text;

namespace PedOS.Fuzz;

/// <summary>Makes broken inputs out of good ones, knowing what messages are made of.</summary>
public sealed class Mutator(IReadOnlyList<byte[]> corpus)
{
    /// <summary>Longest input made: more than any message may have.</summary>
    public const int MaxLength = 90_000;

    private static readonly uint[] Numbers =
    [
        0, 1, 2, 3, 4, 5, 7, 8, 9, 16, 31, 32, 33, 40, 41, 63, 64, 65, 97, 128, 160, 161, 0x190, 0x191,
        0x192, 0x193, 0x194, 0x200, 0x201, 0x202, 0x203, 0x204, 0x210, 0x211, 0x212, 0x213, 0x300, 255, 256,
        512, 513, 768, 769, 1024, 4095, 4096, 4097, 64999, 65000, 65001, 65160, 65535, 65536, 65537, 66559,
        66560, 0x7FEF, 0x7FF0, 266236, 266237, 0x7FFFFFFF, 0x80000000, 0x80000001, 0xFFFFFFF7, 0xFFFFFFF8,
        0xFFFFFFFC, 0xFFFFFFFE, 0xFFFFFFFF,
    ];

    private static readonly byte[][] Words =
    [
        .. ((string[])[
            ":", "+", " ", "  ", "\0", "\n", "\r", "\r\n", "\t", "=", "'", "''", "'''", "\"", "#", "_", "/", "%",
            ".", "::", "0", "1", "true", "false", "nogui:", "QUBESRPC", "QUBESRPC ", "user:", "name", "keyword",
            "dom0", "SOCKET1", "/dev/tcp", "/dev/tcp/", "127.0.0.1", "++1", "65535", "65536", "99999", "[", "-",
            "wait-for-session", "force-user", "skip-service-descriptor", "exit-on-client-eof",
            "exit-on-service-eof", "18446744073709551615", "18446744073709551616", "ü", "ı", "İ", "日本", "مرحبا",
            "\uFEFF", "٣",
        ]).Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xE6, 0x97], [0x1B],
    ];

    /// <summary>The input of one iteration: the corpus first as it is, then mutations of it.</summary>
    public byte[] Make(FuzzRandom random, long iteration)
    {
        if (iteration < corpus.Count)
        {
            return corpus[(int)iteration];
        }

        List<byte> bytes = random.Below(50) == 0 ? Noise(random) : [.. random.Pick(corpus)];
        for (int left = 1 + random.Below(random.Below(8) + 1); left > 0; left--)
        {
            Mutate(bytes, random);
        }

        if (bytes.Count > MaxLength)
        {
            bytes.RemoveRange(MaxLength, bytes.Count - MaxLength);
        }

        return [.. bytes];
    }

    private static List<byte> Noise(FuzzRandom random)
    {
        List<byte> bytes = [];
        for (int left = random.Below(300); left > 0; left--)
        {
            bytes.Add((byte)random.Next());
        }

        return bytes;
    }

    private void Mutate(List<byte> bytes, FuzzRandom random)
    {
        int at = random.Below(bytes.Count + 1);
        int length = random.Below(Math.Min(bytes.Count - at, 1 << random.Below(12)) + 1);
        switch (random.Below(13))
        {
            case 0 or 1 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Below(8));
                break;
            case 2 when at < bytes.Count:
                bytes[at] = (byte)random.Next();
                break;
            case 3 or 4:
                WriteNumber(bytes, at, random.Pick(Numbers) + (uint)random.Below(2));
                break;
            case 5:
                // A length that is almost right is worth more than one that is far off.
                WriteNumber(bytes, at & ~3, (uint)(bytes.Count - (at & ~3) - 4 + random.Below(3) - 1));
                break;
            case 6:
                FixHeader(bytes);
                break;
            case 7:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 8:
                bytes.RemoveRange(at, length);
                break;
            case 9:
                Repeat(bytes, at, length, random);
                break;
            case 10:
                Splice(bytes, at, random);
                break;
            default:
                bytes.InsertRange(at, random.Pick(Words));
                break;
        }
    }

    private static void Repeat(List<byte> bytes, int at, int length, FuzzRandom random)
    {
        byte[] part = [.. bytes.GetRange(at, length)];
        int room = random.Below(40) == 0 ? MaxLength - bytes.Count : 300;
        int times = part.Length == 0 ? 0 : random.Below((Math.Max(room, 0) / part.Length) + 1);
        byte[] repeated = new byte[part.Length * times];
        for (int i = 0; i < repeated.Length; i += part.Length)
        {
            part.CopyTo(repeated, i);
        }

        bytes.InsertRange(at, repeated);
    }

    private void Splice(List<byte> bytes, int at, FuzzRandom random)
    {
        byte[] other = random.Pick(corpus);
        int from = random.Below(other.Length + 1);
        bytes.RemoveRange(at, bytes.Count - at);
        bytes.AddRange(other.AsSpan(from));
    }

    // Makes the message at the start as long as its header says, for either kind of header.
    private static void FixHeader(List<byte> bytes)
    {
        WriteNumber(bytes, 4, (uint)Math.Max(0, bytes.Count - 8));
        if (bytes.Count > 4 && bytes[4] % 2 == 0)
        {
            WriteNumber(bytes, 0, (uint)(bytes.Count - 4));
        }
    }

    private static void WriteNumber(List<byte> bytes, int at, uint value)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(number, value);
        for (int i = 0; i < 4 && at + i < bytes.Count; i++)
        {
            bytes[at + i] = number[i];
        }
    }
}
