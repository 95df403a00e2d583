using System.Security.Cryptography;
using System.Text;

namespace PedOS.Tools.Engine.Resources;

/// <summary>SHA-256 as lower-case hexadecimal text.</summary>
public static class Sha256Text
{
    /// <summary>Hash of a stream from where it stands to its end.</summary>
    public static string Of(Stream stream)
    {
        using SHA256 hash = SHA256.Create();
        return Of(hash.ComputeHash(stream));
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
