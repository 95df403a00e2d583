using System.Formats.Asn1;
using System.Security.Cryptography;

namespace PedOS.Build.Signing.Catalogs;

/// <summary>
/// Reads which hashes a catalog lists. Says nothing about its signature: the signing tool verifies that, but it knows
/// no files other than programs and scripts.
/// </summary>
public static class CatalogReader
{
    private static readonly HashAlgorithmName[] Algorithms = [HashAlgorithmName.SHA256, HashAlgorithmName.SHA1];

    /// <summary>The hashes, in their order.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <exception cref="AsnContentException">It is none.</exception>
    public static IReadOnlyList<byte[]> Hashes(byte[] catalog)
    {
        Asn1Tag tag0 = new(TagClass.ContextSpecific, 0);
        // Windows reads BER, and some tools write it.
        AsnReader message = new AsnReader(catalog, AsnEncodingRules.BER).ReadSequence();
        _ = message.ReadObjectIdentifier();
        AsnReader signed = message.ReadSequence(tag0).ReadSequence();
        _ = signed.ReadInteger();
        _ = signed.ReadSetOf();
        AsnReader content = signed.ReadSequence();
        if (content.ReadObjectIdentifier() != CatalogOids.TrustList)
        {
            throw new AsnContentException("signed data, but of no catalog");
        }

        AsnReader list = content.ReadSequence(tag0).ReadSequence();
        _ = list.ReadSequence();
        _ = list.ReadOctetString();
        _ = list.ReadUtcTime();
        _ = list.ReadSequence();
        AsnReader members = list.ReadSequence();
        List<byte[]> hashes = [];
        while (members.HasData)
        {
            AsnReader member = members.ReadSequence();
            _ = member.ReadOctetString();
            hashes.Add(Hash(member.ReadSetOf()));
        }

        return hashes;
    }

    /// <summary>Whether hashes of a catalog have that of a file.</summary>
    /// <param name="hashes">What <see cref="Hashes"/> told.</param>
    /// <param name="file">The whole file.</param>
    /// <exception cref="InvalidDataException">It is a program whose signature is damaged.</exception>
    public static bool Lists(IReadOnlyList<byte[]> hashes, byte[] file) => Algorithms.Any(
        a => hashes.Any(h => h.AsSpan().SequenceEqual(CatalogBuilder.HashOf(file, a))));

    private static byte[] Hash(AsnReader attributes)
    {
        while (attributes.HasData)
        {
            AsnReader attribute = attributes.ReadSequence();
            if (attribute.ReadObjectIdentifier() == CatalogOids.IndirectData)
            {
                AsnReader data = attribute.ReadSetOf().ReadSequence();
                _ = data.ReadSequence();
                AsnReader digest = data.ReadSequence();
                _ = digest.ReadSequence();
                return digest.ReadOctetString();
            }
        }

        throw new AsnContentException("an entry of the catalog has no hash");
    }
}
