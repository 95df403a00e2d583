using PedOS.Protocols;
using PedOS.Protocols.Database;

namespace PedOS.Fuzz.Targets;

/// <summary>The configuration database: a local client, a daemon's answers, and the channel to dom0.</summary>
internal static class DatabaseTargets
{
    private const string Legal = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-/.:@";

    public static void Request(ReadOnlySpan<byte> input)
    {
        ClientRequestReader reader = new();
        int at = 0;
        try
        {
            while (true)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                ReadStatus status = reader.TryRead(input[at..], out ClientRequest request, out int consumed);
                Check.Allocated(before, 0);
                if (input.Length - at < 72)
                {
                    Check.Same(ReadStatus.NeedMore, status);
                    Check.Same(0, consumed);
                    return;
                }

                uint length = Slow.U32(input, at + 68);
                byte type = input[at];
                string path = Path(input[at..]);
                bool refused = type > 6 || !IsLegal(path) || length > 3071 || (length > 0 && type != 1);
                Check.That(refused || type != 0 || length == 0);
                long whole = 72L + length;
                bool isWhole = input.Length - at >= whole;
                Check.Same(isWhole ? ReadStatus.Done : ReadStatus.NeedMore, status);
                Check.Same(isWhole ? (int)whole : refused ? input.Length - at : 0, consumed);
                if (!isWhole)
                {
                    return;
                }

                Check.Same(refused, request.IsRefused);
                Check.Same(type, (byte)request.Type);
                Check.Same(path, Slow.Latin(request.Path));
                Check.SameBytes(refused ? [] : input.Slice(at + 72, (int)length), request.Data);
                at += consumed;
            }
        }
        catch (ProtocolException e)
        {
            Check.Same("DatabaseReadData", e.ErrorId);
            Check.Same(0, input[at]);
            Check.That(Slow.U32(input, at + 68) is > 0 and < 3072);
        }
    }

    public static void Answer(ReadOnlySpan<byte> input)
    {
        string expected = ExpectAnswer(input);
        try
        {
            ReadStatus status = ClientAnswerReader.TryRead(input, out DatabaseMessage message, out int consumed);
            CheckMessage(input, expected, status, message, consumed);
        }
        catch (ProtocolException e)
        {
            Check.Same(expected, e.ErrorId);
        }
    }

    /// <summary>One byte that says who sends, then the stream.</summary>
    public static void Link(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return;
        }

        bool isDom0 = input[0] % 2 == 0;
        LinkReader reader = new(isDom0 ? LinkSender.Dom0 : LinkSender.Machine);
        bool synced = false;
        ReadOnlySpan<byte> unread = input[1..];
        ReadStatus status = ReadStatus.Done;
        while (status == ReadStatus.Done)
        {
            string expected = ExpectLink(unread, isDom0, synced);
            try
            {
                status = reader.TryRead(unread, out DatabaseMessage message, out int consumed);
                CheckMessage(unread, expected, status, message, consumed);
                synced |= status == ReadStatus.Done && (unread[0] == 2 || (unread[0] == 11 && message.IsEnd));
                Check.Same(synced, reader.IsSynced);
                unread = unread[consumed..];
            }
            catch (ProtocolException e)
            {
                Check.Same(expected, e.ErrorId);
                return;
            }
        }
    }

    private static void CheckMessage(
        ReadOnlySpan<byte> input, string expected, ReadStatus status, DatabaseMessage message, int consumed)
    {
        Check.Same(expected, status.ToString());
        Check.Same(status == ReadStatus.Done ? 72 + (int)Slow.U32(input, 68) : 0, consumed);
        if (status == ReadStatus.Done)
        {
            Check.Same(input[0], (byte)message.Type);
            Check.Same(Path(input), Slow.Latin(message.Path));
            Check.SameBytes(input[72..consumed], message.Data);
            _ = DatabaseWriter.Build(message.Type, message.Path, message.Data);
        }
    }

    private static string ExpectAnswer(ReadOnlySpan<byte> input)
    {
        if (input.Length < 72)
        {
            return "NeedMore";
        }

        string path = Path(input);
        bool hasData = input[0] == 10 || (input[0] == 11 && path.Length > 0);
        return input[0] is < 7 or > 13 ? "DatabaseType"
            : input[0] != 9 && !IsLegal(path) ? "DatabasePath"
            : Whole(input, hasData, nulIsFatal: true);
    }

    private static string ExpectLink(ReadOnlySpan<byte> input, bool isDom0, bool synced)
    {
        if (input.Length < 72)
        {
            return "NeedMore";
        }

        byte type = input[0];
        string path = Path(input);
        bool storable = IsLegal(path) && path.Length > 1 && path[0] == '/' && path[^1] != '/';
        return type is not (1 or 4 or 7 or 9) && type != (isDom0 ? 11 : 2) ? "DatabaseType"
            : type is 11 or 2 && synced ? "DatabaseOrder"
            : type is 1 or 4 && isDom0 && !synced ? "DatabaseOrder"
            : type == 1 && !storable ? "DatabasePath"
            : type == 11 && path.Length > 0 && !storable ? "DatabasePath"
            : type == 2 && path.Length > 0 ? "DatabasePath"
            : !IsLegal(path) ? "DatabasePath"
            : Whole(input, type == 1 || (type == 11 && path.Length > 0), nulIsFatal: type == 11);
    }

    private static string Whole(ReadOnlySpan<byte> input, bool hasData, bool nulIsFatal)
    {
        uint length = Slow.U32(input, 68);
        return length > (hasData ? 3071 : 0) ? "DatabaseLength"
            : input.Length - 72 < length ? "NeedMore"
            : nulIsFatal && input.Slice(72, (int)length).ToArray().Contains((byte)0) ? "DatabaseValue"
            : "Done";
    }

    private static string Path(ReadOnlySpan<byte> message)
    {
        byte[] path = Slow.UpToNul(message[1..65]);
        return Slow.Latin(path.AsSpan(0, Math.Min(path.Length, 63)));
    }

    private static bool IsLegal(string path) => path.All(Legal.Contains) && !path.StartsWith('-');
}
