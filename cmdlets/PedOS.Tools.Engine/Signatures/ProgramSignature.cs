namespace PedOS.Tools.Engine.Signatures;

/// <summary>The signature in a program of Windows.</summary>
public static class ProgramSignature
{
    private const int MaxHeader = 64 * 1024;
    private const int MaxSignature = 1024 * 1024;

    /// <summary>
    /// The certificate that a program was signed with; null when it is not signed, or no program of Windows. Made for
    /// the program that runs: it does not ask whether the program has been changed since, because one that has would
    /// not ask either.
    /// </summary>
    public static Certificate? Find(string path)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return Read(file) is { } message ? SignedMessage.Read(message).Signer : null;
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            // It vouches for nothing then; the package has to be trusted in another way.
            return null;
        }
    }

    /// <summary>The message in the image: PE headers, fifth directory, WIN_CERTIFICATE of type 2.</summary>
    private static byte[]? Read(FileStream file)
    {
        const int PeOffsetPlace = 0x3c;
        const int OptionalHeader = 24;
        const int Directories32 = 96;
        const int Directories64 = 112;
        const int Entry = 4 * 8;
        const int CertificateHeader = 8;
        const ushort PkcsSignedData = 2;
        byte[] header = Read(file, 0, (int)Math.Min(MaxHeader, file.Length));
        if (header.Length < PeOffsetPlace + 4 || header[0] != 'M' || header[1] != 'Z')
        {
            return null;
        }

        uint start = BitConverter.ToUInt32(header, PeOffsetPlace);
        if (start > header.Length - OptionalHeader - Directories64 - Entry - 8
            || BitConverter.ToUInt32(header, (int)start) != 0x00004550)
        {
            return null;
        }

        int optional = (int)start + OptionalHeader;
        int entry = optional + Entry
            + (BitConverter.ToUInt16(header, optional) == 0x20b ? Directories64 : Directories32);
        uint place = BitConverter.ToUInt32(header, entry);
        uint length = BitConverter.ToUInt32(header, entry + 4);
        if (length is < CertificateHeader or > MaxSignature || (long)place + length > file.Length)
        {
            return null;
        }

        byte[] table = Read(file, place, (int)length);
        if (BitConverter.ToUInt16(table, 6) != PkcsSignedData)
        {
            return null;
        }

        // What fills it up to 8 bytes is not part of the message.
        DerElement message = new DerReader(table, CertificateHeader, table.Length).Read(DerTag.Sequence);
        return message.Whole();
    }

    private static byte[] Read(FileStream file, long place, int length)
    {
        byte[] bytes = new byte[length];
        file.Position = place;
        int read = 0;
        while (read < length)
        {
            int more = file.Read(bytes, read, length - read);
            read += more > 0 ? more : throw new EndOfStreamException("a program ends early");
        }

        return bytes;
    }
}
