using System.Security.Cryptography;

namespace PedOS.Tools.Engine.Signatures;

/// <summary>A public RSA key of 2048 to 4096 bits.</summary>
internal sealed class RsaKey
{
    private const int LeastBytes = 2048 / 8;
    private const int MostBytes = 4096 / 8;
    private const int MostExponentBytes = 4;

    private readonly RSAParameters _key;

    private RsaKey(byte[] modulus, byte[] exponent) => _key = new() { Modulus = modulus, Exponent = exponent };

    /// <summary>Reads a SubjectPublicKeyInfo.</summary>
    /// <returns>Null when it is a key of another kind or size.</returns>
    /// <exception cref="FormatException">It is damaged.</exception>
    public static RsaKey? Read(DerElement subjectPublicKeyInfo)
    {
        DerReader info = subjectPublicKeyInfo.Inside();
        DerElement algorithm = info.Read(DerTag.Sequence);
        byte[] bits = info.Read(DerTag.BitString).Bits();
        info.RequireEnd();
        if (algorithm.Inside().Read(DerTag.ObjectIdentifier).ObjectIdentifier() != SignatureOids.Rsa)
        {
            return null;
        }

        DerReader key = DerReader.ReadOnly(bits, DerTag.Sequence).Inside();
        byte[] modulus = key.Read(DerTag.Integer).UnsignedInteger();
        byte[] exponent = key.Read(DerTag.Integer).UnsignedInteger();
        key.RequireEnd();
        bool isUsable = modulus.Length is >= LeastBytes and <= MostBytes
            && modulus[0] >= 0x80
            && (modulus[modulus.Length - 1] & 1) == 1
            && exponent.Length <= MostExponentBytes
            && (exponent[exponent.Length - 1] & 1) == 1
            && !(exponent.Length == 1 && exponent[0] == 1);
        return isUsable ? new(modulus, exponent) : null;
    }

    /// <summary>Whether a signature (PKCS#1 1.5) of a hash is good.</summary>
    public bool Verify(byte[] hash, byte[] signature, HashAlgorithmName algorithm)
    {
        if (signature.Length != _key.Modulus!.Length)
        {
            return false;
        }

        // This class and no other: it is the one that works in Windows PowerShell, in .NET, and under Wine, which
        // has no import of keys for the newer one.
        using RSACryptoServiceProvider rsa = new();
        rsa.PersistKeyInCsp = false;
        try
        {
            rsa.ImportParameters(_key);
            return rsa.VerifyHash(hash, signature, algorithm, RSASignaturePadding.Pkcs1);
        }
        catch (CryptographicException)
        {
            // A number that no signature is, or no key; some systems say so instead of false.
            return false;
        }
    }
}
