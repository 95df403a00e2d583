using System.Diagnostics;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Books;
using PedOS.Tools.Engine.Text;
using Xunit;

namespace PedOS.Engine.Tests.Journals;

public sealed class JournalFormatTests
{
    private static readonly JournalRecord[] Records =
    [
        new(JournalRecordKind.Begun, JsonText.Read("{\"a\":1}")),
        new(JournalRecordKind.Intent, JsonText.Read("{\"name\":\"日本語\"}")),
        new(JournalRecordKind.Ended, JsonText.Read("{}")),
    ];

    private static byte[] Sample =>
        [.. JournalFormat.Header, .. Records.SelectMany(static (r, i) => JournalFormat.Write(i, r))];

    [Fact]
    public void Write_GivesTheDocumentedBytes()
    {
        Assert.Equal("5065644F534A4E4C01000000", Convert.ToHexString(JournalFormat.Header));

        // The sum was computed by an independent implementation of CRC-32C over the 14 bytes before it.
        Assert.Equal(
            "02000000" + "00000000" + "07000000" + "7B7D" + "A8C63680",
            Convert.ToHexString(JournalFormat.Write(0, Records[2])));
    }

    [Fact]
    public void Read_GivesWhatWasWritten()
    {
        IReadOnlyList<JournalRecord> read = JournalFormat.Read(Sample, out int length);

        Assert.Equal(Sample.Length, length);
        Assert.Equal(Records.Select(static r => $"{r.Kind} {r.Body}"), read.Select(static r => $"{r.Kind} {r.Body}"));
    }

    [Fact]
    public void Read_GivesTheCompleteRecords_OfEachPrefix()
    {
        byte[] sample = Sample;
        for (int cut = 0; cut < sample.Length; cut++)
        {
            IReadOnlyList<JournalRecord> read = JournalFormat.Read(sample[..cut], out int length);

            Assert.InRange(length, 0, cut);
            Assert.Equal(read.Count, JournalFormat.Read(sample[..length], out _).Count);
            Assert.True(read.Count < Records.Length);
        }
    }

    [Fact]
    public void Read_RefusesDamageInTheMiddle_AndForgivesItAtTheEnd()
    {
        byte[] sample = Sample;
        int first = JournalFormat.Write(0, Records[0]).Length;
        byte[] damaged = [.. sample];
        damaged[JournalFormat.Header.Length + 14] ^= 1;
        Assert.Equal(
            SetupError.UnreadableJournal,
            Assert.Throws<SetupException>(() => JournalFormat.Read(damaged, out _)).Error);

        byte[] torn = [.. sample];
        torn[^1] ^= 1;
        Assert.Equal(2, JournalFormat.Read(torn, out int length).Count);
        Assert.InRange(length, JournalFormat.Header.Length + first, sample.Length - 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(200)]
    [InlineData(0x0200_0000)]
    [InlineData(-1)]
    public void Read_RefusesALengthThatIsDamagedInTheMiddle(int longer)
    {
        byte[] sample = Sample;
        int first = JournalFormat.Header.Length;
        int last = sample.Length - JournalFormat.Write(2, Records[2]).Length;
        byte[] damaged = [.. sample];
        BitConverter.TryWriteBytes(damaged.AsSpan(first), BitConverter.ToInt32(sample, first) + longer);
        SetupException e = Assert.Throws<SetupException>(() => JournalFormat.Read(damaged, out _));
        Assert.Equal(SetupError.UnreadableJournal, e.Error);
        Assert.Contains("record 0 is damaged", e.Message, StringComparison.Ordinal);

        byte[] torn = [.. sample];
        BitConverter.TryWriteBytes(torn.AsSpan(last), BitConverter.ToInt32(sample, last) + longer);
        Assert.Equal(2, JournalFormat.Read(torn, out int length).Count);
        Assert.Equal(last, length);
    }

    [Fact]
    public void Read_NeverFailsOtherwise_WhateverByteIsChanged()
    {
        byte[] sample = Sample;
        for (int at = 0; at < sample.Length; at++)
        {
            foreach (byte flip in (byte[])[1, 0x80, 0xFF])
            {
                byte[] changed = [.. sample];
                changed[at] ^= flip;
                try
                {
                    IReadOnlyList<JournalRecord> read = JournalFormat.Read(changed, out _);
                    Assert.True(read.Count < Records.Length, $"byte {at}: the change was not noticed");
                }
                catch (SetupException e)
                {
                    Assert.Equal(SetupError.UnreadableJournal, e.Error);
                }
            }
        }
    }

    [Fact]
    public void Read_RefusesANewerVersion()
    {
        byte[] newer = Sample;
        newer[8] = 2;

        SetupException e = Assert.Throws<SetupException>(() => JournalFormat.Read(newer, out _));
        Assert.Equal(SetupError.UnreadableJournal, e.Error);
        Assert.Contains("version 2", e.Message, StringComparison.Ordinal);
    }

    /// <summary>A file that looks like the begin of a record at every place, each of which says it is long.</summary>
    [Fact]
    public void Read_SearchesAHostileJournal_WithinAFewReadings()
    {
        byte[] hostile = Hostile(16 << 20);
        Stopwatch watch = Stopwatch.StartNew();

        SetupException e = Assert.Throws<SetupException>(() => JournalFormat.Read(hostile, out _));

        // Searched place by place it would take days; four readings of it take a tenth of a second.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"took {watch.Elapsed}");
        Assert.Equal(SetupError.UnreadableJournal, e.Error);
    }

    [Fact]
    public void Read_Ends_WhenItIsCancelled()
    {
        using CancellationTokenSource stop = new();
        stop.Cancel();

        _ = Assert.ThrowsAny<OperationCanceledException>(() => JournalFormat.Read(Hostile(4096), out _, stop.Token));
    }

    [Fact]
    public void Read_RefusesMoreRecordsThanAnOperationWrites()
    {
        JournalRecord record = new(JournalRecordKind.Intent, JsonText.Read("{}"));
        byte[] many =
        [
            .. JournalFormat.Header,
            .. Enumerable.Range(0, JournalFormat.MaxRecords + 1).SelectMany(i => JournalFormat.Write(i, record)),
        ];

        SetupException e = Assert.Throws<SetupException>(() => JournalFormat.Read(many, out _));
        Assert.Contains("too many", e.Message, StringComparison.Ordinal);
    }

    private static byte[] Hostile(int length)
    {
        const int Record = 16;
        byte[] bytes = new byte[length];
        JournalFormat.Header.CopyTo(bytes, 0);
        for (int at = JournalFormat.Header.Length; at + Record <= length; at += Record)
        {
            // The body ends with the last byte of a later one.
            int body = (Math.Min(length - at - Record, JournalFormat.MaxBody) / Record * Record) - 12;
            BitConverter.TryWriteBytes(bytes.AsSpan(at), Math.Max(0, body));
            BitConverter.TryWriteBytes(bytes.AsSpan(at + 4), 1);
            BitConverter.TryWriteBytes(bytes.AsSpan(at + 8), 2);
            bytes[at + 12] = (byte)'{';
            bytes[at + 15] = (byte)'}';
        }

        return bytes;
    }
}
