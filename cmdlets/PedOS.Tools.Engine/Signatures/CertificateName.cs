using System.Text;

namespace PedOS.Tools.Engine.Signatures;

/// <summary>
/// The name in a certificate as a person reads it. It comes from outside: only harmless letters are kept.
/// </summary>
internal static class CertificateName
{
    private const int MaxLength = 100;

    /// <summary>Common name, and the organization when it is another.</summary>
    /// <exception cref="FormatException">It is no name.</exception>
    public static string Of(DerElement name)
    {
        string common = "";
        string organization = "";
        DerReader parts = name.Inside();
        while (parts.HasMore)
        {
            DerReader part = parts.Read(DerTag.Set).Inside().Read(DerTag.Sequence).Inside();
            string type = part.Read(DerTag.ObjectIdentifier).ObjectIdentifier();
            DerElement value = part.Read();
            if (type == SignatureOids.CommonName)
            {
                common = Text(value);
            }
            else if (type == SignatureOids.Organization)
            {
                organization = Text(value);
            }
        }

        return common.Length == 0 ? organization.Length > 0 ? organization : "(no name)"
            : organization.Length == 0 || organization == common ? common
            : $"{common} ({organization})";
    }

    private static string Text(DerElement value)
    {
        const byte Utf16 = 0x1e;
        Encoding encoding = value.Tag switch
        {
            DerTag.Utf8String => Encoding.UTF8,
            Utf16 => Encoding.BigEndianUnicode,
            _ => Encoding.ASCII,
        };
        string text = encoding.GetString(value.Content());
        StringBuilder kept = new();
        foreach (char one in text.Substring(0, Math.Min(text.Length, MaxLength)))
        {
            // No line ends, no escape sequences, nothing that changes the direction of writing.
            bool isPlain = !char.IsControl(one)
                && char.GetUnicodeCategory(one) is not System.Globalization.UnicodeCategory.Format;
            kept.Append(isPlain ? one : '?');
        }

        return kept.ToString();
    }
}
