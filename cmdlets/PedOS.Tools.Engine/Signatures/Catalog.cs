namespace PedOS.Tools.Engine.Signatures;

/// <summary>A catalog of Windows whose members are named by SHA-256: which files its signature speaks for.</summary>
internal static class Catalog
{
    // A catalog over a package's list has one; a whole Windows has some ten thousand.
    private const int MaxMembers = 100_000;

    /// <summary>Whether a list, as a signed message carries it, has a file.</summary>
    /// <param name="content">The inside of the trust list.</param>
    /// <param name="hash">SHA-256 of the file.</param>
    /// <exception cref="FormatException">It is no such list.</exception>
    public static bool Lists(byte[] content, byte[] hash)
    {
        DerReader list = new(content, 0, content.Length);
        DerReader usage = list.Read(DerTag.Sequence).Inside();
        if (usage.Read(DerTag.ObjectIdentifier).ObjectIdentifier() != SignatureOids.CatalogList)
        {
            throw new FormatException("its list is none of files");
        }

        usage.RequireEnd();
        if (list.IsNext(DerTag.OctetString))
        {
            _ = list.Read();
        }

        _ = list.Read(DerTag.UtcTime).Time();
        if (SignatureHash.Identifier(list.Read(DerTag.Sequence)) != SignatureOids.CatalogMember2)
        {
            throw new FormatException("its list names files in a way other than by SHA-256");
        }

        DerReader members = list.Read(DerTag.Sequence).Inside();
        bool isListed = false;
        for (int count = 0; members.HasMore; count++)
        {
            DerElement name = members.Read(DerTag.Sequence).Inside().Read(DerTag.OctetString);
            isListed |= name.Length == hash.Length && name.Content().SequenceEqual(hash);
            if (count == MaxMembers)
            {
                throw new FormatException("its list is too long");
            }
        }

        return isListed;
    }
}
