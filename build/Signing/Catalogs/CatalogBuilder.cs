using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;

namespace PedOS.Build.Signing.Catalogs;

/// <summary>
/// Makes a catalog of Windows (.cat): signed data of PKCS#7, still without a signer, around a certificate trust list
/// whose entries are hashes of files. Equal inputs give equal bytes.
/// </summary>
/// <param name="version">Which hash.</param>
/// <param name="time">When it was made; written in whole seconds.</param>
public sealed class CatalogBuilder(CatalogVersion version, DateTimeOffset time)
{
    private const int IdentifierLength = 16;

    // What CryptCATPutCatAttrInfo notes for a text that stands under a signature.
    private const int NameValueFlags = 0x10010001;

    private readonly List<CatalogMember> _members = [];
    private readonly List<CatalogAttribute> _attributes = [];

    private HashAlgorithmName Algorithm =>
        version == CatalogVersion.Sha1 ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256;

    /// <summary>Says something about the catalog: hardware ids of a driver (HWID1, HWID2, ...), OS.</summary>
    public void AddAttribute(string name, string value) => _attributes.Add(new(name, value));

    /// <summary>Lists a file; with its name as attribute File.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">Its name without a folder.</param>
    /// <param name="attributes">What else is said about it.</param>
    public void AddFile(string path, string name, params IReadOnlyList<CatalogAttribute> attributes)
    {
        byte[] file = File.ReadAllBytes(path);
        _members.Add(
            new(HashOf(file, Algorithm), ImageHash.IsImage(file), [new("File", name), .. attributes]));
    }

    /// <summary>The hash by which a catalog lists a file.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="algorithm">SHA-1 or SHA-256.</param>
    public static byte[] HashOf(byte[] file, HashAlgorithmName algorithm) =>
        ImageHash.IsImage(file)
            ? ImageHash.Of(file, algorithm)
            : CryptographicOperations.HashData(algorithm, file);

    /// <summary>The catalog, for the signing tool to sign.</summary>
    public byte[] Build()
    {
        // Windows looks a file up by its hash: a second one with the same bytes is the same entry.
        CatalogMember[] members =
        [
            .. _members
                .DistinctBy(static m => Convert.ToHexString(m.Hash))
                .OrderBy(static m => Convert.ToHexString(m.Hash), StringComparer.Ordinal),
        ];
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(CatalogOids.SignedData);
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            using (writer.PushSequence())
            {
                writer.WriteInteger(1);
                using (writer.PushSetOf())
                {
                }

                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(CatalogOids.TrustList);
                    using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
                    {
                        WriteList(writer, members);
                    }
                }

                using (writer.PushSetOf())
                {
                }
            }
        }

        return writer.Encode();
    }

    private void WriteList(AsnWriter writer, IReadOnlyList<CatalogMember> members)
    {
        using AsnWriter.Scope list = writer.PushSequence();
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(CatalogOids.CatalogList);
        }

        writer.WriteOctetString(Identifier(members));
        writer.WriteUtcTime(time);
        WriteAlgorithm(writer, version == CatalogVersion.Sha1 ? CatalogOids.Member : CatalogOids.Member2);
        using (writer.PushSequence())
        {
            foreach (CatalogMember member in members)
            {
                WriteMember(writer, member);
            }
        }

        if (_attributes.Count == 0)
        {
            return;
        }

        using AsnWriter.Scope tagged = writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0));
        using AsnWriter.Scope extensions = writer.PushSequence();
        foreach (CatalogAttribute attribute in _attributes)
        {
            using AsnWriter.Scope extension = writer.PushSequence();
            writer.WriteObjectIdentifier(CatalogOids.NameValue);
            AsnWriter value = new(AsnEncodingRules.DER);
            WriteNameValue(value, attribute);
            writer.WriteOctetString(value.Encode());
        }
    }

    // The name of the list says what is in it, so that equal files make equal catalogs.
    private static byte[] Identifier(IEnumerable<CatalogMember> members) =>
        SHA256.HashData((byte[])[.. members.SelectMany(static m => m.Hash)])[..IdentifierLength];

    private void WriteMember(AsnWriter writer, CatalogMember member)
    {
        using AsnWriter.Scope entry = writer.PushSequence();
        writer.WriteOctetString(
            version == CatalogVersion.Sha1 ? Utf16(Convert.ToHexString(member.Hash)) : member.Hash);
        using AsnWriter.Scope attributes = writer.PushSetOf();
        foreach (CatalogAttribute attribute in member.Attributes)
        {
            WriteAttribute(writer, CatalogOids.NameValue, w => WriteNameValue(w, attribute));
        }

        if (version == CatalogVersion.Sha1)
        {
            WriteAttribute(writer, CatalogOids.MemberInfo, w => WriteMemberInfo(w, member.IsProgram));
        }
        else
        {
            WriteAttribute(
                writer, CatalogOids.MemberInfo2, static w => w.WriteNull(new Asn1Tag(TagClass.ContextSpecific, 2)));
        }

        WriteAttribute(writer, CatalogOids.IndirectData, w => WriteIndirectData(w, member));
    }

    private static void WriteAttribute(AsnWriter writer, string type, Action<AsnWriter> write)
    {
        using AsnWriter.Scope attribute = writer.PushSequence();
        writer.WriteObjectIdentifier(type);
        using AsnWriter.Scope values = writer.PushSetOf();
        write(writer);
    }

    private static void WriteNameValue(AsnWriter writer, CatalogAttribute attribute)
    {
        using AsnWriter.Scope pair = writer.PushSequence();
        writer.WriteCharacterString(UniversalTagNumber.BMPString, attribute.Name);
        writer.WriteInteger(NameValueFlags);
        writer.WriteOctetString(Utf16(attribute.Value));
    }

    // The subject types of sipguids.h: an image, and a flat file.
    private static void WriteMemberInfo(AsnWriter writer, bool isProgram)
    {
        const int CertificateVersion = 0x200;
        using AsnWriter.Scope info = writer.PushSequence();
        writer.WriteCharacterString(
            UniversalTagNumber.BMPString,
            isProgram ? "{C689AAB8-8E78-11D0-8C47-00C04FC295EE}" : "{DE351A42-8E59-11D0-8C47-00C04FC295EE}");
        writer.WriteInteger(CertificateVersion);
    }

    private void WriteIndirectData(AsnWriter writer, CatalogMember member)
    {
        Asn1Tag tag0 = new(TagClass.ContextSpecific, 0);
        using AsnWriter.Scope data = writer.PushSequence();
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(member.IsProgram ? CatalogOids.PeImageData : CatalogOids.FlatData);
            if (member.IsProgram)
            {
                using AsnWriter.Scope image = writer.PushSequence();
                writer.WriteBitString([]);
                using AsnWriter.Scope link = writer.PushSequence(tag0);
                WriteObsolete(writer);
            }
            else
            {
                WriteObsolete(writer);
            }
        }

        using (writer.PushSequence())
        {
            WriteAlgorithm(writer, version == CatalogVersion.Sha1 ? CatalogOids.Sha1 : CatalogOids.Sha256);
            writer.WriteOctetString(member.Hash);
        }
    }

    // The name of the file once; signing tools write this instead.
    private static void WriteObsolete(AsnWriter writer)
    {
        using AsnWriter.Scope file = writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 2));
        writer.WriteOctetString(
            Encoding.BigEndianUnicode.GetBytes("<<<Obsolete>>>"), new Asn1Tag(TagClass.ContextSpecific, 0));
    }

    private static void WriteAlgorithm(AsnWriter writer, string identifier)
    {
        using AsnWriter.Scope algorithm = writer.PushSequence();
        writer.WriteObjectIdentifier(identifier);
        writer.WriteNull();
    }

    private static byte[] Utf16(string text) => Encoding.Unicode.GetBytes(text + "\0");
}
