using System.Buffers.Binary;
using System.Globalization;
using System.Reflection.PortableExecutable;

namespace PedOS.Build.Packaging;

/// <summary>
/// The version that a program or library states in its resources. Windows Installer compares it with the one in the
/// table File: a row without a version loses against a damaged file that has one.
/// </summary>
public static class VersionResource
{
    // VS_FIXEDFILEINFO begins with its signature and the version of its own layout, both DWORDs; then the version, high
    // and low DWORD, four words in all (verrsrc.h).
    private const uint Signature = 0xFEEF04BD;
    private const int VersionOffset = 8;
    private const int Length = 52;

    /// <summary>Reads it.</summary>
    /// <param name="path">A file.</param>
    /// <returns>Four numbers with dots between them; null when the file is no PE file or states none.</returns>
    public static string? Read(string path)
    {
        using FileStream stream = File.OpenRead(path);
        try
        {
            using var reader = new PEReader(stream);
            return reader.PEHeaders.PEHeader is { } header
                && header.ResourceTableDirectory is { Size: > 0 } table
                ? Find(reader.GetSectionData(table.RelativeVirtualAddress), table.Size)
                : null;
        }
        catch (BadImageFormatException)
        {
            return null;
        }
    }

    private static string? Find(PEMemoryBlock block, int size)
    {
        ReadOnlySpan<byte> bytes = block.GetContent(0, Math.Min(size, block.Length)).AsSpan();
        // Resources lie at multiples of four bytes.
        for (int at = 0; at + Length <= bytes.Length; at += sizeof(uint))
        {
            ReadOnlySpan<byte> info = bytes[at..];
            if (BinaryPrimitives.ReadUInt32LittleEndian(info) == Signature)
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Word(info, 2)}.{Word(info, 0)}.{Word(info, 6)}.{Word(info, 4)}");
            }
        }

        return null;
    }

    private static ushort Word(ReadOnlySpan<byte> info, int offset) =>
        BinaryPrimitives.ReadUInt16LittleEndian(info[(VersionOffset + offset)..]);
}
