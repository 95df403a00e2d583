using System.Text;
using PedOS.Protocols.FileCopy;

namespace PedOS.Protocols.Tests.FileCopy;

/// <summary>A sender's stream, written by hand and read in pieces.</summary>
internal static class CopyStream
{
    public const uint File = 0x81A4;
    public const uint Directory = 0x41ED;
    public const uint Link = 0xA1FF;

    /// <summary>The end of a stream.</summary>
    public static readonly byte[] End = new byte[32];

    /// <summary>An entry, its name with a NUL.</summary>
    public static byte[] Entry(uint mode, string name, string data = "", ulong? length = null) =>
        Raw(mode, Bytes.Utf8(name + '\0'), Bytes.Utf8(data), length);

    /// <summary>An entry, every byte as it is given.</summary>
    public static byte[] Raw(uint mode, byte[] name, byte[] data, ulong? length = null, uint nanoseconds = 0) =>
    [
        .. Bytes.U32((uint)name.Length, mode, (uint)(length ?? (ulong)data.Length)),
        .. Bytes.U32((uint)((length ?? 0) >> 32), 1_600_000_000, 111, 1_600_000_001, nanoseconds),
        .. name,
        .. data,
    ];

    /// <summary>
    /// What a reader finds, a line for each step; the last line is the error, the end, or what the cut means.
    /// </summary>
    public static string Read(byte[] stream, int piece = int.MaxValue, bool takesAllNames = false)
    {
        FileCopyReader reader = new(takesAllNames);
        StringBuilder text = new();
        List<byte> unread = [], data = [];
        int at = 0;
        try
        {
            while (true)
            {
                FileCopyStep step = reader.Read([.. unread], out int consumed);
                if (step == FileCopyStep.Data)
                {
                    data.AddRange(unread[..consumed]);
                }

                unread.RemoveRange(0, consumed);
                switch (step)
                {
                    case FileCopyStep.Entry:
                        _ = text.Append(Describe(reader));
                        break;
                    case FileCopyStep.FileEnd:
                        _ = text.Append(" = ").Append(Encoding.Latin1.GetString([.. data])).Append('\n');
                        data.Clear();
                        break;
                    case FileCopyStep.End:
                        return text.Append(Invariant($"end {reader.Crc:x8}")).ToString();
                    case FileCopyStep.NeedMore when at == stream.Length:
                        throw reader.Close(unread.Count) ?? throw new InvalidOperationException("not ended");
                    case FileCopyStep.NeedMore:
                        int length = Math.Min(piece, stream.Length - at);
                        unread.AddRange(stream.AsSpan(at, length));
                        at += length;
                        break;
                }
            }
        }
        catch (FileCopyException e)
        {
            string name = Encoding.UTF8.GetString(e.LastName.Span);
            return text.Append(Invariant($"error {e.Error} '{name}' {reader.Crc:x8}")).ToString();
        }
    }

    private static string Describe(FileCopyReader reader)
    {
        string name = Encoding.UTF8.GetString(reader.Name.Span);
        return reader.Header.Kind switch
        {
            EntryKind.Directory => $"{name}/\n",
            EntryKind.Link => $"{name} -> {Encoding.UTF8.GetString(reader.Target.Span)}\n",
            _ => name,
        };
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
