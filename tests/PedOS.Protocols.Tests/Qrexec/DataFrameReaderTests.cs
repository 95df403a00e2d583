using PedOS.Protocols.Qrexec;
using Xunit;

namespace PedOS.Protocols.Tests.Qrexec;

public sealed class DataFrameReaderTests
{
    private static readonly byte[] HelloV4 = Bytes.Hex("00030000 04000000 04000000");

    [Fact]
    public void Constructor_Throws_WhenBufferIsTooSmall() =>
        Assert.Throws<ArgumentException>(() => new DataFrameReader(new byte[DataFrameReader.MinBuffer - 1]));

    [Fact]
    public void TryRead_Throws_WhenHelloWasNotTaken() =>
        Assert.Throws<InvalidOperationException>(() => NewReader().TryRead(out _, out _));

    [Fact]
    public void TryReadHello_LeavesWhatFollows()
    {
        DataFrameReader reader = NewReader();
        Feed(reader, [.. HelloV4, .. Bytes.Frame(0x191, [7, 8])]);
        Assert.Equal(ReadStatus.Done, reader.TryReadHello(out uint version));
        Assert.Equal(4u, version);
        Assert.Equal(ReadStatus.Done, reader.TryRead(out MessageHeader header, out ReadOnlyMemory<byte> body));
        Assert.Equal(new MessageHeader(MessageType.DataStdout, 2), header);
        Assert.Equal([7, 8], body.ToArray());
        Assert.True(reader.IsEmpty);
        Assert.Equal(ReadStatus.NeedMore, reader.TryRead(out _, out _));
    }

    [Fact]
    public void TryReadHello_Throws_WhenSomethingElseCame()
    {
        DataFrameReader reader = NewReader();
        Feed(reader, Bytes.Frame(0x190, [1]));
        Assert.Equal("QrexecHelloExpected", Assert.Throws<ProtocolException>(() => reader.TryReadHello(out _)).ErrorId);
    }

    [Theory]
    [InlineData(2u, 4096u)]
    [InlineData(3u, 65536u)]
    [InlineData(4u, 65536u)]
    [InlineData(99u, 65536u)]
    public void TryRead_Throws_WhenBodyIsLongerThanTheVersionAllows(uint version, uint max)
    {
        foreach (uint length in (uint[])[max + 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF])
        {
            DataFrameReader reader = NewReader();
            Feed(reader, [.. Bytes.Frame(0x300, Bytes.U32(version)), .. Bytes.U32(0x191, length)]);
            Assert.Equal(ReadStatus.Done, reader.TryReadHello(out _));
            Assert.Equal(
                "QrexecBodyTooLong", Assert.Throws<ProtocolException>(() => reader.TryRead(out _, out _)).ErrorId);
        }
    }

    [Fact]
    public void TryRead_TakesTheLongestBody_WhenItArrivesByteByByteAfterOthers()
    {
        byte[] big = new byte[QrexecAbi.MAX_DATA_CHUNK_V3];
        new Random(1).NextBytes(big);
        byte[] bigFrame = Bytes.Frame(0x191, big);
        byte[] exit = Bytes.Frame(0x193, [1, 0, 0, 0]);
        List<(MessageType Type, byte[] Body)> messages =
            ReadAll([.. HelloV4, .. Bytes.Frame(0x191, [1]), .. bigFrame, .. bigFrame, .. exit], _ => 1);
        Assert.Equal(
            [MessageType.DataStdout, MessageType.DataStdout, MessageType.DataStdout, MessageType.DataExitCode],
            messages.Select(m => m.Type));
        Assert.Equal(big, messages[1].Body);
        Assert.Equal(big, messages[2].Body);
    }

    [Fact]
    public void TryRead_FindsTheSameMessages_WhateverTheChunks()
    {
        Random random = new(2);
        int[] sizes = [1, 20, 5000, 65537];
        byte[] stream = [.. HelloV4];
        List<byte[]> bodies = [];
        for (int i = 0; i < 60; i++)
        {
            byte[] body = new byte[random.Next(sizes[i % sizes.Length])];
            random.NextBytes(body);
            bodies.Add(body);
            stream = [.. stream, .. Bytes.Frame(0x190, body)];
        }

        for (int seed = 0; seed < 20; seed++)
        {
            Random cuts = new(seed);
            int largest = seed % 2 == 0 ? int.MaxValue : 9;
            List<(MessageType Type, byte[] Body)> messages =
                ReadAll(stream, room => cuts.Next(1, Math.Min(room, largest) + 1));
            Assert.Equal(bodies, messages.Select(m => m.Body));
        }
    }

    [Fact]
    public void TryRead_FindsTheSameMessages_WhenSplitAtEveryByte()
    {
        byte[] stream =
            [.. HelloV4, .. Bytes.Frame(0x191, [1, 2]), .. Bytes.Frame(0x192), .. Bytes.Frame(0x193, [7, 0, 0, 0])];
        for (int split = 1; split < stream.Length; split++)
        {
            int chunks = 0;
            List<(MessageType Type, byte[] Body)> messages =
                ReadAll(stream, room => chunks++ == 0 ? split : room);
            Assert.Equal(
                [MessageType.DataStdout, MessageType.DataStderr, MessageType.DataExitCode],
                messages.Select(m => m.Type));
            Assert.Equal([[1, 2], [], [7, 0, 0, 0]], messages.Select(m => m.Body));
        }
    }

    [Fact]
    public void TryRead_AllocatesNothing()
    {
        DataFrameReader reader = NewReader();
        Feed(reader, HelloV4);
        reader.TryReadHello(out _);
        byte[] frame = Bytes.Frame(0x190, new byte[3000]);
        Round();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            Round();
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Round()
        {
            frame.AsSpan().CopyTo(reader.Free.Span);
            reader.Advance(frame.Length);
            _ = reader.TryRead(out _, out _);
        }
    }

    [Fact]
    public void Advance_Throws_WhenMoreThanTheRoomOrNegative()
    {
        DataFrameReader reader = NewReader();
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Advance(DataFrameReader.MinBuffer + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Advance(-1));
    }

    [Fact]
    public void Detach_LeavesTheReaderAsItWas_ForTheNextBuffer()
    {
        DataFrameReader reader = new();
        Assert.True(reader.Free.IsEmpty);
        Assert.Equal(ReadStatus.NeedMore, reader.TryReadHello(out _));
        reader.Attach(new byte[DataFrameReader.MinBuffer]);
        Feed(reader, Bytes.Frame(0x300, Bytes.U32(2)));
        Assert.Equal(ReadStatus.Done, reader.TryReadHello(out _));
        reader.Detach();
        Assert.True(reader.IsEmpty);
        Assert.True(reader.Free.IsEmpty);
        Assert.Equal(ReadStatus.NeedMore, reader.TryRead(out _, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Advance(1));

        // The version outlives the buffer.
        reader.Attach(new byte[DataFrameReader.MinBuffer]);
        Feed(reader, [.. Bytes.Frame(0x190, [5]), .. Bytes.U32(0x190, 4097)]);
        Assert.Equal(ReadStatus.Done, reader.TryRead(out _, out ReadOnlyMemory<byte> body));
        Assert.Equal([5], body.ToArray());
        Assert.Throws<ProtocolException>(() => reader.TryRead(out _, out _));
    }

    [Fact]
    public void Detach_Throws_WhenPartOfAMessageIsThere()
    {
        DataFrameReader reader = NewReader();
        Feed(reader, [0]);
        Assert.Throws<InvalidOperationException>(reader.Detach);
        Assert.Throws<InvalidOperationException>(() => reader.Attach(new byte[DataFrameReader.MinBuffer]));
        Assert.False(reader.IsEmpty);
    }

    [Fact]
    public void Attach_Throws_WhenBufferIsTooSmall() => Assert.Throws<ArgumentException>(
        () => new DataFrameReader().Attach(new byte[DataFrameReader.MinBuffer - 1]));

    [Fact]
    public void IsEmpty_IsFalse_WhenAMessageWasCutOff()
    {
        DataFrameReader reader = NewReader();
        Feed(reader, [.. HelloV4, 0x90, 1, 0, 0, 5]);
        reader.TryReadHello(out _);
        Assert.Equal(ReadStatus.NeedMore, reader.TryRead(out _, out _));
        Assert.False(reader.IsEmpty);
    }

    private static DataFrameReader NewReader() => new(new byte[DataFrameReader.MinBuffer]);

    private static void Feed(DataFrameReader reader, byte[] bytes)
    {
        bytes.CopyTo(reader.Free);
        reader.Advance(bytes.Length);
    }

    private static List<(MessageType Type, byte[] Body)> ReadAll(ReadOnlySpan<byte> stream, Func<int, int> chunk)
    {
        DataFrameReader reader = NewReader();
        List<(MessageType, byte[])> messages = [];
        bool greeted = false;
        while (!stream.IsEmpty)
        {
            Memory<byte> room = reader.Free;
            Assert.False(room.IsEmpty);
            int count = Math.Min(chunk(room.Length), stream.Length);
            stream[..count].CopyTo(room.Span);
            reader.Advance(count);
            stream = stream[count..];
            greeted = greeted || reader.TryReadHello(out _) == ReadStatus.Done;
            while (greeted && reader.TryRead(out MessageHeader head, out ReadOnlyMemory<byte> body) == ReadStatus.Done)
            {
                messages.Add((head.Type, body.ToArray()));
            }
        }

        Assert.True(reader.IsEmpty);
        return messages;
    }
}
