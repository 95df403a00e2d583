using System.Text;
using System.Text.RegularExpressions;
using PedOS.Protocols;
using PedOS.Protocols.Qrexec;

namespace PedOS.Fuzz.Targets;

/// <summary>
/// Both ends of a data channel. The first byte chooses version and kind, then each group of four bytes is one step:
/// what is done, the message type, the length.
/// </summary>
internal static partial class StreamTargets
{
    // Enough to reach every state; more only costs time.
    private const int MaxSteps = 100;

    public static void Service(ReadOnlySpan<byte> input)
    {
        byte kind = input.IsEmpty ? (byte)0 : input[0];
        uint version = 2 + (uint)(kind % 3);
        bool justExec = kind >= 128;
        ServiceStreamState state = new(version, justExec);
        StringBuilder sent = new();
        bool inputOpen = !justExec, warned = false;
        for (int at = 1; at + 4 <= Math.Min(input.Length, MaxSteps * 4); at += 4)
        {
            (MessageType type, int length) = Step(input[at..]);
            switch (input[at] % 4)
            {
                case 0 or 1:
                    SendAsService(state, justExec, new MessageHeader(type, (uint)length), sent);
                    break;
                case 2 when input[at + 3] < 16:
                    EndAsService(state, justExec, length, sent);
                    break;
                case 2 when input[at + 3] < 32:
                    state.CloseInput();
                    inputOpen = false;
                    break;
                default:
                    ReceiveAsService(state, new MessageHeader(type, (uint)length), ref inputOpen, ref warned);
                    break;
            }

            Check.Same(Has(sent, "X"), state.Ended);
        }

        Check.That((justExec ? JustExecSent() : ServiceSent()).IsMatch(sent.ToString()));
    }

    public static void Caller(ReadOnlySpan<byte> input)
    {
        CallerStreamState state = new(2 + (uint)(input.IsEmpty ? 0 : input[0] % 3));
        StringBuilder sent = new();
        bool outputOpen = true, warned = false;
        int? exitCode = null;
        for (int at = 1; at + 4 <= Math.Min(input.Length, MaxSteps * 4); at += 4)
        {
            (MessageType type, int length) = Step(input[at..]);
            switch (input[at] % 4)
            {
                case 0:
                    MessageHeader header = new(MessageType.DataStdin, (uint)length);
                    bool allowed = length <= state.MaxBody && !Has(sent, "I");
                    Try(() => Check.Same(header, state.Send(length)), allowed, length == 0 ? "I" : "i", sent);
                    break;
                case 1 when input[at + 3] < 16:
                    bool ended = Has(sent, "I");
                    Check.SameBytes(ended ? [] : [0x90, 1, 0, 0, 0, 0, 0, 0], state.End());
                    sent.Append(ended ? "" : "I");
                    break;
                case 1 when input[at + 3] < 32:
                    state.CloseOutput();
                    outputOpen = false;
                    break;
                default:
                    byte[] body = input[at..Math.Min(input.Length, at + Math.Min(length, 6))].ToArray();
                    ReceiveAsCaller(state, type, body, ref outputOpen, ref warned, ref exitCode);
                    break;
            }

            Check.Same(!Has(sent, "I"), state.CanSend);
            Check.Same(exitCode, state.ExitCode);
        }

        Check.That(CallerSent().IsMatch(sent.ToString()));
    }

    private static (MessageType Type, int Length) Step(ReadOnlySpan<byte> step)
    {
        uint type = step[1] < 200 ? 0x190 + (step[1] % 4u) : 0x180u + step[1];
        int length = step[2] switch
        {
            < 100 => 0,
            < 200 => step[3],
            < 240 => 4096 + step[3] - 128,
            _ => 65536 + step[3] - 128,
        };
        return ((MessageType)type, length);
    }

    private static string Name(MessageType type, int length) => type switch
    {
        MessageType.DataStdout => length == 0 ? "O" : "o",
        MessageType.DataStderr => length == 0 ? "E" : "e",
        _ => "?",
    };

    private static void SendAsService(ServiceStreamState state, bool justExec, MessageHeader header, StringBuilder sent)
    {
        int length = (int)header.Length;
        string name = Name(header.Type, length);
        bool open = !justExec && name != "?" && !Has(sent, name.ToUpperInvariant());
        bool canExit = !Has(sent, "X") && (justExec || (Has(sent, "O") && Has(sent, "E")));
        Check.Same(open || (header.Type == MessageType.DataExitCode && canExit), state.CanSend(header.Type));
        Try(() => Check.Same(header, state.Send(header.Type, length)), open && length <= state.MaxBody, name, sent);
    }

    private static void EndAsService(ServiceStreamState state, bool justExec, int exitCode, StringBuilder sent)
    {
        string names = (justExec || Has(sent, "O") ? "" : "O") + (justExec || Has(sent, "E") ? "" : "E") + "X";
        byte[] frames = EndFrames(names, exitCode);
        Try(() => Check.SameBytes(frames, state.End(exitCode)), !Has(sent, "X"), names, sent);
    }

    private static bool Has(StringBuilder sent, string name) =>
        sent.ToString().Contains(name, StringComparison.Ordinal);

    private static byte[] EndFrames(string names, int exitCode) => [.. names.SelectMany(name => name switch
    {
        'O' => [0x91, 1, 0, 0, 0, 0, 0, 0],
        'E' => [0x92, 1, 0, 0, 0, 0, 0, 0],
        _ => (byte[])[0x93, 1, 0, 0, 4, 0, 0, 0, (byte)exitCode, (byte)(exitCode >> 8), (byte)(exitCode >> 16), 0],
    })];

    // Sends, or is refused, exactly as it should be; everything sent is checked against a grammar in the end.
    private static void Try(Action send, bool allowed, string name, StringBuilder sent)
    {
        try
        {
            send();
            Check.That(allowed);
            sent.Append(name);
        }
        catch (InvalidOperationException)
        {
            Check.That(!allowed);
        }
    }

    private static void ReceiveAsService(
        ServiceStreamState state, MessageHeader header, ref bool inputOpen, ref bool warned)
    {
        uint type = (uint)header.Type;
        try
        {
            DataAction action = state.Receive(header, out string? warning);
            Check.That(type is >= 0x190 and <= 0x193);
            DataAction expected = type >= 0x192 || !inputOpen ? DataAction.Discard
                : header.Length == 0 ? DataAction.Complete : DataAction.Deliver;
            Check.Same(expected, action);
            Check.Same(type != 0x190 && !warned, warning is not null);
            warned |= warning is not null;
            inputOpen &= action != DataAction.Complete;
        }
        catch (ProtocolException e)
        {
            Check.Same("QrexecDataType", e.ErrorId);
            Check.That(type is < 0x190 or > 0x193);
        }
    }

    private static void ReceiveAsCaller(
        CallerStreamState state, MessageType type, byte[] body, ref bool outputOpen, ref bool warned, ref int? exitCode)
    {
        bool known = (uint)type is >= 0x190 and <= 0x193;
        try
        {
            DataAction action = state.Receive(new MessageHeader(type, (uint)body.Length), body, out string? warning);
            Check.That(known);
            Check.Same(Expect(type, body, outputOpen, exitCode), action);
            bool odd = exitCode is not null || type == MessageType.DataStdin
                || (type == MessageType.DataExitCode && body.Length < 4);
            Check.Same(odd && !warned, warning is not null);
            warned |= odd;
            outputOpen &= action != DataAction.Complete;
            if (action == DataAction.Exit)
            {
                exitCode = body.Length < 4 ? 255 : (int)Slow.U32(body, 0);
            }
        }
        catch (ProtocolException e)
        {
            Check.Same("QrexecDataType", e.ErrorId);
            Check.That(!known);
        }
    }

    private static DataAction Expect(MessageType type, byte[] body, bool outputOpen, int? exitCode) => type switch
    {
        _ when exitCode is not null => DataAction.Discard,
        MessageType.DataExitCode => DataAction.Exit,
        MessageType.DataStderr => body.Length == 0 ? DataAction.Discard : DataAction.DeliverError,
        _ when !outputOpen => DataAction.Discard,
        _ => body.Length == 0 ? DataAction.Complete : DataAction.Deliver,
    };

    [GeneratedRegex(
        @"\A(?!.*O.*[oO])(?!.*E.*[eE])(?:[oOeE]*|(?=.*O)(?=.*E)[oOeE]*X)\z", RegexOptions.CultureInvariant)]
    private static partial Regex ServiceSent();

    [GeneratedRegex(@"\AX?\z", RegexOptions.CultureInvariant)]
    private static partial Regex JustExecSent();

    [GeneratedRegex(@"\Ai*I?\z", RegexOptions.CultureInvariant)]
    private static partial Regex CallerSent();
}
