using System.Globalization;
using System.Text;
using PedOS.Agents.Files;
using PedOS.Protocols;
using PedOS.Protocols.FileCopy;

namespace PedOS.Fuzz.Targets;

/// <summary>File copy: what a sender sends, what a receiver answers, and the names for Windows.</summary>
internal static class FileCopyTargets
{
    private const string End = "end";

    /// <summary>One byte that says whether all names are taken and how the stream is cut, then the stream.</summary>
    public static void Stream(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return;
        }

        bool takesAll = input[0] % 2 == 0;
        int piece = 1 + (input[0] / 2);
        byte[] stream = input[1..].ToArray();
        List<string> expected = Expect(stream, takesAll, out int taken);
        List<string> found = Read(stream, takesAll, piece, out uint crc);
        Check.Same(string.Join('\n', expected), string.Join('\n', found));
        Check.Same(SlowCrc(stream.AsSpan(0, taken)), crc);
    }

    /// <summary>One byte that says whether more may come, then the answer.</summary>
    public static void Result(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return;
        }

        bool isEnd = input[0] % 2 == 0;
        ReadOnlySpan<byte> answer = input[1..];
        long length = answer.Length < 20 ? 0 : Math.Min(Slow.U32(answer, 16), 16384);
        try
        {
            ReadStatus status = FileCopyResult.TryRead(answer, isEnd, out FileCopyResult? result);
            bool isWhole = answer.Length >= (isEnd ? 16 : 20 + length);
            Check.Same(isWhole ? ReadStatus.Done : ReadStatus.NeedMore, status);
            Check.Same(isWhole, result is not null);
            if (result is not null)
            {
                int kept = (int)Math.Min(length, Math.Max(0, answer.Length - 20));
                Check.Same((Slow.U32(answer, 0), Slow.U32(answer, 8)), (result.Error, result.Crc));
                Check.SameBytes(answer.Slice(Math.Min(20, answer.Length), kept), result.LastName.Span);
                _ = FileCopyResult.TryRead(result.ToBytes(), isEnd: false, out FileCopyResult? again);
                Check.SameBytes(result.LastName.Span, again!.LastName.Span);
            }
        }
        catch (ProtocolException e)
        {
            Check.Same("FileCopyNoResult", e.ErrorId);
            Check.That(isEnd && answer.Length < 16);
        }
    }

    /// <summary>A name of another machine: held by Windows, and read again.</summary>
    public static void Name(ReadOnlySpan<byte> input)
    {
        byte[] name = [.. Slow.UpToNul(input).Where(static b => b != '/')];
        if (Slow.Latin(name) is "" or "." or "..")
        {
            return;
        }

        string text = WindowsName.From(name);
        Check.That(text.Length is > 0 and <= 255 && text[^1] is not ('.' or ' '));
        Check.That(!text.Any(static c => c < ' ' || "<>:\"/\\|?*".Contains(c, StringComparison.Ordinal)));
        if (WindowsName.TryRead(text, out byte[] again))
        {
            Check.SameBytes(name, again);
        }
        else
        {
            Check.That(name.Length > 80);
        }
    }

    private static List<string> Read(byte[] stream, bool takesAll, int piece, out uint crc)
    {
        List<string> steps = [];
        FileCopyReader reader = new(takesAll);
        StringBuilder data = new();
        int at = 0, end = 0;
        try
        {
            while (true)
            {
                FileCopyStep step = reader.Read(stream.AsSpan(at, end - at), out int consumed);
                Check.That(consumed <= end - at);
                if (step == FileCopyStep.Data)
                {
                    _ = data.Append(Slow.Latin(stream.AsSpan(at, consumed)));
                }

                at += consumed;
                if (step == FileCopyStep.NeedMore && end == stream.Length)
                {
                    throw reader.Close(end - at)!;
                }

                switch (step)
                {
                    case FileCopyStep.NeedMore:
                        end = Math.Min(stream.Length, end + piece);
                        break;
                    case FileCopyStep.Entry:
                        steps.Add($"{reader.Header.Mode & 0xF000:x} {Slow.Latin(reader.Name.Span)}"
                            + $" {Slow.Latin(reader.Target.Span)}");
                        break;
                    case FileCopyStep.FileEnd:
                        steps.Add($"= {data}");
                        _ = data.Clear();
                        break;
                    case FileCopyStep.End:
                        steps.Add(End);
                        crc = reader.Crc;
                        return steps;
                }
            }
        }
        catch (FileCopyException e)
        {
            steps.Add($"error {e.Error}");
            crc = reader.Crc;
            return steps;
        }
    }

    private static List<string> Expect(byte[] s, bool takesAll, out int taken)
    {
        List<string> steps = [];
        taken = 0;
        while (true)
        {
            if (s.Length - taken < 32)
            {
                return [.. steps, "error 121"];
            }

            int at = taken;
            taken += 32;
            uint nameLength = Slow.U32(s, at);
            if (nameLength == 0)
            {
                return [.. steps, End];
            }

            if (nameLength > 16383)
            {
                return [.. steps, "error 36"];
            }

            if (s.Length - taken < nameLength)
            {
                return [.. steps, "error 31415926"];
            }

            string name = Slow.Latin(Slow.UpToNul(s.AsSpan(taken, (int)nameLength)));
            taken += (int)nameLength;
            uint kind = Slow.U32(s, at + 4) & 0xF000;
            ulong length = Slow.U32(s, at + 8) + ((ulong)Slow.U32(s, at + 12) << 32);
            string[] parts = name.Split('/');
            int error = kind is not (0x8000 or 0x4000 or 0xA000) ? 22
                : (!takesAll && !IsPlain(name)) || parts.Any(static p => p is "" or "." or "..") ? 84
                : length >> 63 != 0 || Slow.U32(s, at + 20) > 999999999 || Slow.U32(s, at + 28) > 999999999 ? 22
                : kind == 0xA000 && length > 16383 ? 36
                : 0;
            if (error != 0)
            {
                return [.. steps, $"error {error}"];
            }

            if (kind == 0xA000)
            {
                if ((ulong)(s.Length - taken) < length)
                {
                    return [.. steps, "error 31415926"];
                }

                string target = Slow.Latin(Slow.UpToNul(s.AsSpan(taken, (int)length)));
                taken += (int)length;
                if (!takesAll && !IsPlain(target))
                {
                    return [.. steps, "error 84"];
                }

                if (!Stays(parts, target))
                {
                    return [.. steps, "error 67"];
                }

                steps.Add($"{kind:x} {name} {target}");
                continue;
            }

            steps.Add($"{kind:x} {name} ");
            if (kind == 0x8000)
            {
                if ((ulong)(s.Length - taken) < length)
                {
                    taken = s.Length;
                    return [.. steps, "error 31415926"];
                }

                steps.Add($"= {Slow.Latin(s.AsSpan(taken, (int)length))}");
                taken += (int)length;
            }
        }
    }

    // Walks the link: where it leads to lies below the first part of its name at every step.
    private static bool Stays(string[] name, string target)
    {
        if (name.Length < 2 || target.StartsWith('/'))
        {
            return false;
        }

        string[] steps = [.. target.Split('/').Where(static p => p is not ("" or "."))];
        int up = steps.TakeWhile(static p => p == "..").Count();
        return up <= name.Length - 2 && !steps.Skip(up).Contains("..");
    }

    private static bool IsPlain(string latin)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(latin);
        return Slow.IsUtf8(bytes) && Encoding.UTF8.GetString(bytes).EnumerateRunes().All(static r =>
            r.Value == ' ' || "LMNPS".Contains(Category(Rune.GetUnicodeCategory(r)), StringComparison.Ordinal));
    }

    // The first letter of the category's name in the Unicode standard.
    private static char Category(UnicodeCategory category) => "LLLLLMMMNNNZZZCCCCPPPPPPPSSSSC"[(int)category];

    private static uint SlowCrc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
            }
        }

        return ~crc;
    }
}
