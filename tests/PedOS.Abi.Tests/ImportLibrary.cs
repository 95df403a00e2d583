using System.Buffers.Binary;
using System.Text;

namespace PedOS.Abi.Tests;

/// <summary>The index of an archive in the format of Unix: its first member names all symbols.</summary>
internal static class ImportLibrary
{
    private const int HeaderAt = 8;
    private const int ContentAt = HeaderAt + 60;

    /// <summary>Names of functions.</summary>
    public static IReadOnlySet<string> Symbols(byte[] archive)
    {
        if (!archive.AsSpan().StartsWith("!<arch>\n/ "u8))
        {
            throw new InvalidDataException("not an archive with an index");
        }

        // Count, that many offsets of members, then that many names, each with a zero behind it.
        int count = BinaryPrimitives.ReadInt32BigEndian(archive.AsSpan(ContentAt));
        int names = ContentAt + 4 + (4 * count);
        string text = Encoding.ASCII.GetString(archive, names, archive.Length - names);
        return text.Split('\0', count + 1).Take(count).ToHashSet(StringComparer.Ordinal);
    }
}
