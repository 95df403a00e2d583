using System.Formats.Asn1;
using System.Security.Cryptography;

namespace PedOS.TestKit.Setup;

/// <summary>
/// Writes signed data of one signer, RFC 5652, right or wrong as a test wants it. It shares nothing with the reader
/// under test.
/// </summary>
/// <param name="Signer">Who signs.</param>
/// <param name="ContentType">Object identifier of the content.</param>
/// <param name="Content">The element that is the content, DER.</param>
public sealed record SampleMessage(SampleCertificate Signer, string ContentType, byte[] Content)
{
    /// <summary>Object identifier of a trust list.</summary>
    public const string TrustList = "1.3.6.1.4.1.311.10.1";

    private const string Rsa = "1.2.840.113549.1.1.1";

    private static readonly Asn1Tag Tag0 = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag Tag1 = new(TagClass.ContextSpecific, 1, isConstructed: true);

    /// <summary>Certificates beside the signer's.</summary>
    public IReadOnlyList<SampleCertificate> Others { get; init; } = [];

    /// <summary>Whether the signer's certificate is in it.</summary>
    public bool HasSigner { get; init; } = true;

    /// <summary>Hash algorithm.</summary>
    public HashAlgorithmName Hash { get; init; } = HashAlgorithmName.SHA256;

    /// <summary>Object identifier of the signature's algorithm.</summary>
    public string Algorithm { get; init; } = Rsa;

    /// <summary>What the signed attribute says about the content; null for the truth, "" for no attribute.</summary>
    public string? SaidType { get; init; }

    /// <summary>The hash in the signed attributes; null for the right one, empty for no attribute.</summary>
    public byte[]? SaidHash { get; init; }

    /// <summary>Leaves the signed attributes out and signs the content itself.</summary>
    public bool HasNoAttributes { get; init; }

    /// <summary>Padding of the signature.</summary>
    public RSASignaturePadding Padding { get; init; } = RSASignaturePadding.Pkcs1;

    /// <summary>How often the signer stands in it.</summary>
    public int SignerCount { get; init; } = 1;

    /// <summary>A timestamp token beside the signature.</summary>
    public Func<byte[], byte[]>? Timestamp { get; init; }

    /// <summary>A catalog that lists a file by SHA-256.</summary>
    public static SampleMessage OfCatalog(SampleCertificate signer, byte[] file) =>
        new(signer, TrustList, Catalog(SHA256.HashData(file)));

    /// <summary>The trust list of a catalog.</summary>
    /// <param name="hash">SHA-256 of a file.</param>
    public static byte[] Catalog(byte[] hash)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier("1.3.6.1.4.1.311.12.1.1");
            }

            writer.WriteOctetString("sample"u8);
            writer.WriteUtcTime(SampleLife.Now);
            WriteAlgorithm(writer, "1.3.6.1.4.1.311.12.1.3");
            using (writer.PushSequence())
            using (writer.PushSequence())
            {
                writer.WriteOctetString(hash);
                using (writer.PushSetOf())
                {
                }
            }
        }

        return writer.Encode();
    }

    /// <summary>A timestamp of a server over a signature.</summary>
    public static byte[] Stamp(SampleCertificate server, byte[] signature, DateTimeOffset time)
    {
        AsnWriter info = new(AsnEncodingRules.DER);
        using (info.PushSequence())
        {
            info.WriteInteger(1);
            info.WriteObjectIdentifier("1.2.3.4");
            using (info.PushSequence())
            {
                WriteAlgorithm(info, "2.16.840.1.101.3.4.2.1");
                info.WriteOctetString(SHA256.HashData(signature));
            }

            info.WriteInteger(7);
            info.WriteGeneralizedTime(time);
        }

        AsnWriter content = new(AsnEncodingRules.DER);
        content.WriteOctetString(info.Encode());
        return new SampleMessage(server, "1.2.840.113549.1.9.16.1.4", content.Encode()).Write();
    }

    /// <summary>The message.</summary>
    public byte[] Write()
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("1.2.840.113549.1.7.2");
            using (writer.PushSequence(Tag0))
            using (writer.PushSequence())
            {
                writer.WriteInteger(1);
                using (writer.PushSetOf())
                {
                    WriteAlgorithm(writer, Digest);
                }

                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(ContentType);
                    using (writer.PushSequence(Tag0))
                    {
                        writer.WriteEncodedValue(Content);
                    }
                }

                using (writer.PushSetOf(Tag0))
                {
                    foreach (SampleCertificate one in HasSigner ? [Signer, .. Others] : Others)
                    {
                        writer.WriteEncodedValue(one.Raw);
                    }
                }

                // A set would lose the second of two equal signers' places, but not itself.
                using (writer.PushSetOf())
                {
                    for (int i = 0; i < SignerCount; i++)
                    {
                        WriteSigner(writer);
                    }
                }
            }
        }

        return writer.Encode();
    }

    private string Digest => Hash.Name switch
    {
        "SHA1" => "1.3.14.3.2.26",
        "SHA256" => "2.16.840.1.101.3.4.2.1",
        "SHA384" => "2.16.840.1.101.3.4.2.2",
        _ => "2.16.840.1.101.3.4.2.3",
    };

    private static void WriteAlgorithm(AsnWriter writer, string identifier)
    {
        using AsnWriter.Scope algorithm = writer.PushSequence();
        writer.WriteObjectIdentifier(identifier);
        writer.WriteNull();
    }

    private void WriteSigner(AsnWriter writer)
    {
        byte[] content = Inside(Content);
        byte[] attributes = Attributes(content);
        byte[] signature = Signer.Key.SignData(HasNoAttributes ? content : attributes, Hash, Padding);
        using AsnWriter.Scope signer = writer.PushSequence();
        writer.WriteInteger(1);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(Signer.Issuer);
            writer.WriteInteger(Signer.Serial);
        }

        WriteAlgorithm(writer, Digest);
        if (!HasNoAttributes)
        {
            byte[] tagged = [.. attributes];
            tagged[0] = 0xa0;
            writer.WriteEncodedValue(tagged);
        }

        WriteAlgorithm(writer, Algorithm);
        writer.WriteOctetString(signature);
        if (Timestamp is { } stamp)
        {
            using AsnWriter.Scope unsigned = writer.PushSetOf(Tag1);
            WriteAttribute(writer, "1.3.6.1.4.1.311.3.3.1", w => w.WriteEncodedValue(stamp(signature)));
        }
    }

    private byte[] Attributes(byte[] content)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSetOf())
        {
            if (SaidType is not { Length: 0 })
            {
                WriteAttribute(
                    writer, "1.2.840.113549.1.9.3", w => w.WriteObjectIdentifier(SaidType ?? ContentType));
            }

            byte[] hash = SaidHash ?? CryptographicOperations.HashData(Hash, content);
            if (hash.Length > 0)
            {
                WriteAttribute(writer, "1.2.840.113549.1.9.4", w => w.WriteOctetString(hash));
            }

            WriteAttribute(writer, "1.2.840.113549.1.9.5", static w => w.WriteUtcTime(SampleLife.Now));
        }

        return writer.Encode();
    }

    private static void WriteAttribute(AsnWriter writer, string type, Action<AsnWriter> write)
    {
        using AsnWriter.Scope attribute = writer.PushSequence();
        writer.WriteObjectIdentifier(type);
        using AsnWriter.Scope values = writer.PushSetOf();
        write(writer);
    }

    private static byte[] Inside(byte[] element)
    {
        _ = AsnDecoder.ReadEncodedValue(element, AsnEncodingRules.DER, out int place, out int length, out _);
        return element[place..(place + length)];
    }
}
