using System.Text;

namespace PedOS.Tools.Engine.Signatures;

/// <summary>Reads certificates from the files that callers name.</summary>
public static class CertificateReader
{
    /// <summary>Bytes of a file that are read.</summary>
    public const int MaxLength = 1024 * 1024;

    private const string Begin = "-----BEGIN CERTIFICATE-----";
    private const string End = "-----END CERTIFICATE-----";

    /// <summary>Reads a file with one certificate in DER or with several in PEM.</summary>
    /// <exception cref="SetupException">It cannot be read, or has none (InvalidArgument).</exception>
    public static IReadOnlyList<Certificate> Load(string path)
    {
        try
        {
            FileInfo file = new(path);
            return file.Length > MaxLength
                ? throw new FormatException("it is too long")
                : Read(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new SetupException(
                SetupError.InvalidArgument,
                $"{path} has no certificate that can be read: {e.Message}",
                "Name a file with certificates, DER or PEM.",
                e);
        }
    }

    /// <summary>Reads one certificate in DER or several in PEM.</summary>
    /// <exception cref="FormatException">There is none, or one is damaged.</exception>
    public static IReadOnlyList<Certificate> Read(byte[] bytes)
    {
        // A text may begin with the same byte, a zero, but goes on with a letter.
        if (bytes.Length > 1 && bytes[0] == DerTag.Sequence && bytes[1] >= 0x80)
        {
            return [Certificate.Read(bytes)];
        }

        string text = Encoding.ASCII.GetString(bytes);
        List<Certificate> found = [];
        int place = 0;
        while ((place = text.IndexOf(Begin, place, StringComparison.Ordinal)) >= 0)
        {
            place += Begin.Length;
            int end = text.IndexOf(End, place, StringComparison.Ordinal);
            if (end < 0)
            {
                throw new FormatException("a certificate has no end");
            }

            found.Add(Certificate.Read(Convert.FromBase64String(text.Substring(place, end - place))));
        }

        return found.Count > 0 ? found : throw new FormatException("it has no certificate");
    }
}
