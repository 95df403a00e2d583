using System.Buffers.Binary;
using System.Security.Cryptography;

namespace PedOS.Build.Signing.Catalogs;

/// <summary>
/// The hash of a PE image that its signature signs: everything but the checksum, the directory entry of the signature
/// and the signature itself, filled up with zeros to a multiple of 8 bytes.
/// </summary>
public static class ImageHash
{
    private const int HeaderOffsetPlace = 0x3c;
    private const int OptionalHeader = 24;
    private const int ChecksumPlace = 64;
    private const int ChecksumLength = 4;
    private const int CertificateEntry = 4;
    private const int EntryLength = 8;
    private const int Alignment = 8;
    private const uint Signature = 0x00004550; // "PE\0\0"
    private const ushort DosMagic = 0x5a4d; // "MZ"
    private const ushort Pe32 = 0x10b;
    private const ushort Pe32Plus = 0x20b;

    /// <summary>Whether bytes begin like an image.</summary>
    public static bool IsImage(ReadOnlySpan<byte> file) => Find(file) is not null;

    /// <summary>Computes the hash.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="algorithm">Hash algorithm.</param>
    /// <exception cref="InvalidDataException">It is no image, or its signature does not end it.</exception>
    public static byte[] Of(ReadOnlySpan<byte> file, HashAlgorithmName algorithm)
    {
        (int checksum, int entry) = Find(file) ?? throw new InvalidDataException("no PE image");
        uint place = BinaryPrimitives.ReadUInt32LittleEndian(file[entry..]);
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(file[(entry + sizeof(uint))..]);
        int end = file.Length;
        if (length > 0)
        {
            end = place >= entry + EntryLength && (ulong)place + length == (ulong)file.Length
                ? (int)place
                : throw new InvalidDataException("the signature does not end the PE image");
        }

        using IncrementalHash hash = IncrementalHash.CreateHash(algorithm);
        hash.AppendData(file[..checksum]);
        hash.AppendData(file[(checksum + ChecksumLength)..entry]);
        hash.AppendData(file[(entry + EntryLength)..end]);
        hash.AppendData(new byte[(Alignment - (end % Alignment)) % Alignment]);
        return hash.GetHashAndReset();
    }

    // Where the checksum and the directory entry of the signature stand.
    private static (int Checksum, int Entry)? Find(ReadOnlySpan<byte> file)
    {
        if (file.Length < HeaderOffsetPlace + sizeof(uint)
            || BinaryPrimitives.ReadUInt16LittleEndian(file) != DosMagic)
        {
            return null;
        }

        uint header = BinaryPrimitives.ReadUInt32LittleEndian(file[HeaderOffsetPlace..]);
        if (header > file.Length - OptionalHeader - sizeof(ushort)
            || BinaryPrimitives.ReadUInt32LittleEndian(file[(int)header..]) != Signature)
        {
            return null;
        }

        int optional = (int)header + OptionalHeader;
        int directories = BinaryPrimitives.ReadUInt16LittleEndian(file[optional..]) switch
        {
            Pe32 => 96,
            Pe32Plus => 112,
            _ => 0,
        };
        int entry = optional + directories + (CertificateEntry * EntryLength);
        return directories > 0
            && entry + EntryLength <= file.Length
            && BinaryPrimitives.ReadUInt32LittleEndian(file[(optional + directories - sizeof(uint))..])
                > CertificateEntry
            ? (optional + ChecksumPlace, entry)
            : null;
    }
}
