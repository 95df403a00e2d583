using System.Security.Cryptography;
using PedOS.Tools.Engine.Signatures;

namespace PedOS.Tools.Engine.Shell;

/// <summary>
/// A certificate as the machine's stores keep it in the registry: elements of u32 property, u32 1, u32 length and the
/// bytes; property 3 is the SHA-1 hash, 32 the certificate. The value stands below the hash as its key.
/// </summary>
public sealed class CertificateBlob
{
    private const uint HashProperty = 3;
    private const uint CertificateProperty = 32;

    private readonly byte[] _certificate;
    private readonly byte[] _hash;

    /// <summary>Takes a certificate.</summary>
    /// <param name="certificate">DER encoding.</param>
    /// <exception cref="SetupException">It does not begin like one.</exception>
    public CertificateBlob(byte[] certificate)
    {
        if (certificate.Length < 4 || certificate[0] != 0x30 || certificate[1] != 0x82)
        {
            throw new SetupException(
                SetupError.DamagedPackage,
                "a certificate of the package is not in DER encoding",
                "Get the package again from where it came from.");
        }

        _certificate = certificate;
#pragma warning disable CA5350 // SHA-1 is the name the store gives a certificate; nothing is trusted because of it
        using SHA1 sha1 = SHA1.Create();
#pragma warning restore CA5350
        _hash = sha1.ComputeHash(certificate);
    }

    /// <summary>The hash as upper-case hexadecimal digits: the key's name.</summary>
    public string Thumbprint => BitConverter.ToString(_hash).Replace("-", "");

    /// <summary>
    /// Whether an authority has issued it: then it is of a publisher, and no authority that a machine should trust.
    /// </summary>
    public bool IsOfPublisher
    {
        get
        {
            try
            {
                var certificate = Certificate.Read(_certificate);
                return !certificate.Subject.SequenceEqual(certificate.Issuer);
            }
            catch (FormatException)
            {
                // Windows may know more kinds than are known here.
                return false;
            }
        }
    }

    /// <summary>The bytes of the value.</summary>
    public byte[] ToArray()
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        Write(writer, HashProperty, _hash);
        Write(writer, CertificateProperty, _certificate);
        writer.Flush();
        return stream.ToArray();
    }

    private static void Write(BinaryWriter writer, uint property, byte[] bytes)
    {
        writer.Write(property);
        writer.Write(1u);
        writer.Write((uint)bytes.Length);
        writer.Write(bytes);
    }
}
