using System.Globalization;
using System.Text;
using PedOS.Tools.Engine.Text;

namespace PedOS.Tools.Engine.Books;

/// <summary>
/// The bytes of a journal, little-endian. Header: "PedOSJNL", u32 version. Then records: u32 bytes of the body, u32
/// sequence number from 0, u32 kind, the body (JSON in UTF-8), u32 CRC-32C over everything of the record before it.
/// </summary>
public static class JournalFormat
{
    /// <summary>Version that is written, and the newest that is read.</summary>
    public const int Version = 1;

    /// <summary>Bytes of one body; the plan of a full installation has about a tenth of it.</summary>
    public const int MaxBody = 16 * 1024 * 1024;

    /// <summary>Bytes of a whole journal that are read.</summary>
    public const int MaxLength = 4 * MaxBody;

    /// <summary>Records of a journal that are read; an operation writes a few for each batch of its steps.</summary>
    public const int MaxRecords = 100_000;

    private const int HeaderLength = 12;
    private const int RecordHeaderLength = 12;
    private const int CrcLength = 4;

    // What is hashed in the search for a record behind a broken one, in lengths of the file: a journal whose bytes
    // look like record after record must not cost more than reading it a few times.
    private const int SearchCost = 4;

    private static readonly byte[] Magic = Encoding.ASCII.GetBytes("PedOSJNL");

    /// <summary>The header.</summary>
    public static byte[] Header => [.. Magic, Version, 0, 0, 0];

    /// <summary>The bytes of a record.</summary>
    /// <param name="sequence">Records before it.</param>
    /// <param name="record">The record.</param>
    /// <exception cref="SetupException">Its body is longer than <see cref="MaxBody"/>.</exception>
    public static byte[] Write(int sequence, JournalRecord record)
    {
        byte[] body = Encoding.UTF8.GetBytes(record.Body.ToString());
        if (body.Length > MaxBody)
        {
            throw new SetupException(
                SetupError.InvalidArgument,
                "the plan is too large for the journal",
                "Install fewer components at once.");
        }

        byte[] bytes = new byte[RecordHeaderLength + body.Length + CrcLength];
        Put(bytes, 0, (uint)body.Length);
        Put(bytes, 4, (uint)sequence);
        Put(bytes, 8, (uint)record.Kind);
        body.CopyTo(bytes, RecordHeaderLength);
        Put(bytes, bytes.Length - CrcLength, Crc32C.Of(bytes, 0, bytes.Length - CrcLength));
        return bytes;
    }

    /// <summary>Reads a journal up to the last complete record.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="length">Bytes that hold complete records; the rest was being written when the power went.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="SetupException">
    /// It is no journal, of a newer version, or damaged in the middle (<see cref="SetupError.UnreadableJournal"/>).
    /// </exception>
    public static IReadOnlyList<JournalRecord> Read(
        byte[] bytes, out int length, CancellationToken cancellation = default)
    {
        List<JournalRecord> records = [];
        length = 0;
        if (bytes.Length < HeaderLength)
        {
            return bytes.SequenceEqual(Header.Take(bytes.Length)) ? records : throw Unreadable("it is no journal");
        }

        if (!Magic.SequenceEqual(bytes.Take(Magic.Length)))
        {
            throw Unreadable("it is no journal");
        }

        uint version = Get(bytes, Magic.Length);
        if (version != Version)
        {
            throw Unreadable(string.Format(
                CultureInfo.InvariantCulture, "it has version {0}, and this program knows {1}", version, Version));
        }

        length = HeaderLength;
        while (TryRead(bytes, length, records.Count, out JournalRecord? record, out int next, cancellation))
        {
            if (records.Count == MaxRecords)
            {
                throw Unreadable("it has too many records");
            }

            records.Add(record!);
            length = next;
        }

        return records;
    }

    private static bool TryRead(
        byte[] bytes,
        int at,
        int sequence,
        out JournalRecord? record,
        out int next,
        CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        record = null;
        next = at;
        if (bytes.Length - at < RecordHeaderLength + CrcLength)
        {
            return false;
        }

        uint length = Get(bytes, at);
        if (length > MaxBody || bytes.Length - at - RecordHeaderLength - CrcLength < length)
        {
            // Torn, unless the next record is somewhere behind it: then it is the length that is wrong.
            return HasRecordBehind(bytes, at, sequence + 1, cancellation) ? throw Damaged(sequence) : false;
        }

        int end = at + RecordHeaderLength + (int)length;
        if (Get(bytes, end) != Crc32C.Of(bytes, at, end - at))
        {
            // The last append may have been torn; something complete behind a broken record is another matter.
            return HasRecordBehind(bytes, at, sequence + 1, cancellation) ? throw Damaged(sequence) : false;
        }

        uint kind = Get(bytes, at + 8);
        if (Get(bytes, at + 4) != sequence || kind is < 1 or > (uint)JournalRecordKind.Ended)
        {
            throw Unreadable($"record {sequence.ToString(CultureInfo.InvariantCulture)} is out of order");
        }

        try
        {
            string body = Encoding.UTF8.GetString(bytes, at + RecordHeaderLength, (int)length);
            record = new((JournalRecordKind)kind, JsonText.Read(body));
        }
        catch (FormatException e)
        {
            throw Unreadable(e.Message);
        }

        next = end + CrcLength;
        return true;
    }

    private static bool HasRecordBehind(byte[] bytes, int at, int sequence, CancellationToken cancellation)
    {
        long left = (long)SearchCost * bytes.Length;
        for (int i = at + RecordHeaderLength + CrcLength; i <= bytes.Length - RecordHeaderLength - CrcLength; i++)
        {
            if (!LooksLikeRecord(bytes, i, sequence))
            {
                continue;
            }

            cancellation.ThrowIfCancellationRequested();
            int length = RecordHeaderLength + (int)Get(bytes, i);
            left -= length;

            // What was torn off an append does not look like many records; whoever made this wants it to be searched.
            if (left < 0 || Get(bytes, i + length) == Crc32C.Of(bytes, i, length))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a record may begin here, told by its header and the first and last byte of its body.</summary>
    private static bool LooksLikeRecord(byte[] bytes, int at, int sequence)
    {
        uint length = Get(bytes, at);
        return length is >= 2 and <= MaxBody
            && Get(bytes, at + 4) == sequence
            && Get(bytes, at + 8) is >= 1 and <= (uint)JournalRecordKind.Ended
            && bytes.Length - at - RecordHeaderLength - CrcLength >= length
            && bytes[at + RecordHeaderLength] == '{'
            && bytes[at + RecordHeaderLength + (int)length - 1] == '}';
    }

    private static SetupException Damaged(int sequence) =>
        Unreadable($"record {sequence.ToString(CultureInfo.InvariantCulture)} is damaged");

    private static SetupException Unreadable(string why) => new(
        SetupError.UnreadableJournal,
        $"the journal of the setup cannot be read: {why}",
        "Use the version of the tools that wrote it, or keep the file for analysis.");

    private static void Put(byte[] bytes, int at, uint value)
    {
        for (int i = 0; i < sizeof(uint); i++)
        {
            bytes[at + i] = (byte)(value >> (8 * i));
        }
    }

    private static uint Get(byte[] bytes, int at) =>
        (uint)(bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24));
}
