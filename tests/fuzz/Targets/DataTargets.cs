using PedOS.Protocols;
using PedOS.Protocols.Qrexec;

namespace PedOS.Fuzz.Targets;

/// <summary>What arrives on a data channel: 8 bytes that decide how it is cut into pieces, then the stream.</summary>
internal static class DataTargets
{
    [ThreadStatic]
    private static byte[]? _buffer;

    public static void Frames(ReadOnlySpan<byte> input)
    {
        if (input.Length < 8)
        {
            return;
        }

        ReadOnlySpan<byte> stream = input[8..];
        (List<(uint Type, int At, int Length)> messages, string? error, bool clean) = Expect(stream);
        _buffer ??= new byte[DataFrameReader.MinBuffer];
        FuzzRandom pieces = new("pieces", Slow.U32(input, 0), Slow.U32(input, 4));
        int largest = 1 << pieces.Below(18);
        DataFrameReader reader = new(_buffer);
        bool greeted = false;
        int found = 0, given = 0;
        try
        {
            while (given < stream.Length)
            {
                if (reader.IsEmpty && pieces.Below(2) == 0)
                {
                    // As an idle channel does.
                    reader.Detach();
                    reader.Attach(_buffer);
                }

                Memory<byte> room = reader.Free;
                Check.That(!room.IsEmpty);
                int count = Math.Min(1 + pieces.Below(Math.Min(room.Length, largest)), stream.Length - given);
                stream.Slice(given, count).CopyTo(room.Span);
                reader.Advance(count);
                given += count;
                greeted = greeted || reader.TryReadHello(out _) == ReadStatus.Done;
                while (greeted && reader.TryRead(out MessageHeader head, out var body) == ReadStatus.Done)
                {
                    (uint type, int at, int length) = messages[found++];
                    Check.Same(new MessageHeader((MessageType)type, (uint)length), head);
                    Check.SameBytes(stream.Slice(at, length), body.Span);
                }
            }

            Check.Same(null, error);
            Check.Same(clean, reader.IsEmpty);
        }
        catch (ProtocolException e)
        {
            Check.Same(error, e.ErrorId);
        }

        Check.Same(messages.Count, found);
    }

    // The messages in the stream, the error that ends it, and whether it ends between two messages.
    private static (List<(uint Type, int At, int Length)> Messages, string? Error, bool Clean) Expect(
        ReadOnlySpan<byte> stream)
    {
        List<(uint, int, int)> messages = [];
        if (stream.Length >= 8 && (Slow.U32(stream, 0) != 0x300 || Slow.U32(stream, 4) != 4))
        {
            return (messages, "QrexecHelloExpected", false);
        }

        if (stream.Length < 12)
        {
            return (messages, null, stream.IsEmpty);
        }

        uint version = Slow.U32(stream, 8);
        if (version < 2)
        {
            return (messages, "QrexecVersionUnsupported", false);
        }

        int at = 12;
        for (; at + 8 <= stream.Length; at += 8 + messages[^1].Item3)
        {
            uint length = Slow.U32(stream, at + 4);
            if (length > (version == 2 ? 4096 : 65536))
            {
                return (messages, "QrexecBodyTooLong", false);
            }

            if (length > stream.Length - at - 8)
            {
                return (messages, null, false);
            }

            messages.Add((Slow.U32(stream, at), at + 8, (int)length));
        }

        return (messages, null, at == stream.Length);
    }
}
