using System.Security.Cryptography;
using System.Text;

namespace PedOS.Tools.Engine.Machines;

/// <summary>SHA-256 as lower-case hexadecimal text.</summary>
public static class Sha256Text
{
    private const int BufferSize = 128 * 1024;

    // One for each thread: clearing a new one for each file takes longer than reading a small file.
    [ThreadStatic]
    private static PageBuffer? _buffer;

    /// <summary>Hash of a stream from where it stands to its end.</summary>
    public static string Of(Stream stream)
    {
        // ComputeHash would read 4 KiB at a time: as many calls as the hashing itself costs.
        PageBuffer buffer = _buffer ??= new(BufferSize);
        using SHA256 hash = SHA256.Create();
        int length;
        while ((length = stream.Read(buffer.Bytes, buffer.Start, buffer.Length)) > 0)
        {
            hash.TransformBlock(buffer.Bytes, buffer.Start, length, null, 0);
        }

        hash.TransformFinalBlock([], 0, 0);
        return Of(hash.Hash!);
    }

    /// <summary>A finished hash as text.</summary>
    public static string Of(byte[] hash)
    {
        const string Digits = "0123456789abcdef";
        StringBuilder text = new(2 * hash.Length);
        foreach (byte one in hash)
        {
            text.Append(Digits[one >> 4]).Append(Digits[one & 15]);
        }

        return text.ToString();
    }
}
