using System.Text;
using PedOS.Protocols;
using PedOS.Protocols.Qrexec;

namespace PedOS.Fuzz.Targets;

/// <summary>Control messages from dom0.</summary>
internal static class ControlTarget
{
    public static void Run(ReadOnlySpan<byte> input)
    {
        string expected = Expect(input);
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            ReadStatus status = ControlReader.TryRead(input, out ControlMessage? message, out int consumed);
            Check.Allocated(before, input.Length);
            Check.Same(expected, status.ToString());
            Check.Same(expected == "Done", message is not null);
            Check.Same(expected == "Done" ? 8 + (int)Slow.U32(input, 4) : 0, consumed);
            if (message is not null)
            {
                CheckMessage(Slow.U32(input, 0), input[8..consumed], message);
            }
        }
        catch (ProtocolException e)
        {
            Check.Same(expected, e.ErrorId);
        }
    }

    private static string Expect(ReadOnlySpan<byte> input)
    {
        if (input.Length < 8)
        {
            return "NeedMore";
        }

        uint type = Slow.U32(input, 0), length = Slow.U32(input, 4);
        return length > 65535 + 1024 ? "QrexecBodyTooLong"
            : type is not (0x200 or 0x201 or 0x202 or 0x203) ? "QrexecControlType"
            : type == 0x203 ? (length == 32 ? Whole(input, length) : "QrexecControlLength")
            : length < 9 ? "QrexecControlLength" : Whole(input, length);
    }

    private static string Whole(ReadOnlySpan<byte> input, uint length) =>
        input.Length - 8 >= length ? "Done" : "NeedMore";

    private static void CheckMessage(uint type, ReadOnlySpan<byte> body, ControlMessage message)
    {
        switch (message)
        {
            case ExecMessage exec:
                Check.Same(type == 0x201, exec.JustExec);
                Check.That(type is 0x200 or 0x201);
                CheckAddress(body, exec.Address);
                Check.SameBytes(Slow.UpToNul(body[8..^1]), exec.Command.Span);
                break;
            case ServiceConnectMessage connect:
                Check.Same(0x202u, type);
                CheckAddress(body, connect.Address);
                CheckIdent(body[8..], connect.Ident);
                break;
            case ServiceRefusedMessage refused:
                Check.Same(0x203u, type);
                CheckIdent(body, refused.Ident);
                break;
            default:
                throw new FuzzException($"a message of type {message.GetType().Name}");
        }
    }

    private static void CheckAddress(ReadOnlySpan<byte> body, ChannelAddress address)
    {
        Check.Same(Slow.U32(body, 0), address.Domain);
        Check.Same(Slow.U32(body, 4), address.Port);
    }

    private static void CheckIdent(ReadOnlySpan<byte> field, RequestIdent? ident)
    {
        byte[] text = Slow.UpToNul(field);
        bool proper = field.Length <= 32 && text.Length > 0 && text.Length < field.Length
            && field[text.Length..].ToArray().All(b => b == 0)
            && text.All(b => (char)b is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9')
                or '_' or '-' or '.' or ' ');
        Check.Same(proper, ident is not null);
        if (ident is RequestIdent read)
        {
            Check.SameBytes(text, Encoding.UTF8.GetBytes(read.Text));
        }
    }
}
