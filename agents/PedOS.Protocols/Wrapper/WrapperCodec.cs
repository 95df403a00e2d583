using System.Buffers.Binary;
using PedOS.Protocols.Qrexec;

namespace PedOS.Protocols.Wrapper;

/// <summary>
/// Bytes of <see cref="WrapperMessage"/>: u32 length of the rest, u8 kind, fields in the order of the records. A string
/// is u32 byte length and UTF-8, 0xFFFFFFFF for null; a list is u32 count and items; a bool is one byte, 0 or 1.
/// </summary>
public static class WrapperCodec
{
    /// <summary>
    /// Longest message after its length. The longest command comes up to three times (argument, two variables); the
    /// fourth part is room for paths.
    /// </summary>
    public const int MaxBody = 4 * QrexecAbi.MaxExecBody;

    private const int LengthSize = 4;

    private enum Kind : byte
    {
        Ready = 1,
        Start = 2,
        Helper = 3,
        Ended = 4,
        HelperEnded = 5,
    }

    private enum CallPlanKind : byte
    {
        Fail = 0,
        Process = 1,
        Socket = 2,
    }

    /// <summary>Builds the bytes of a message.</summary>
    /// <exception cref="ArgumentException">It is longer than <see cref="MaxBody"/>.</exception>
    public static byte[] Build(WrapperMessage message)
    {
        FieldWriter writer = new();
        writer.Write(0);
        switch (message)
        {
            case WrapperReady ready:
                writer.Write((byte)Kind.Ready);
                writer.Write(ready.ProcessId);
                break;
            case StartCall start:
                writer.Write((byte)Kind.Start);
                writer.Write(start.CallId);
                writer.Write(start.Address.Domain);
                writer.Write(start.Address.Port);
                writer.Write(start.JustExec);
                Write(writer, start.Plan);
                break;
            case StartHelper helper:
                writer.Write((byte)Kind.Helper);
                writer.Write(helper.HelperId);
                Write(writer, (CallPlan)helper.Plan);
                writer.Write(helper.Input);
                break;
            case CallEnded ended:
                writer.Write((byte)Kind.Ended);
                writer.Write(ended.CallId);
                writer.Write(ended.ExitCode);
                break;
            case HelperEnded ended:
                writer.Write((byte)Kind.HelperEnded);
                writer.Write(ended.HelperId);
                writer.Write(ended.ExitCode);
                break;
            default:
                throw new ArgumentException($"no such message: {message.GetType().Name}", nameof(message));
        }

        byte[] bytes = writer.ToArray();
        if (bytes.Length - LengthSize > MaxBody)
        {
            // A caller is told this: without the name of a parameter.
            throw new ArgumentException($"the message has {bytes.Length} bytes, allowed are {MaxBody}");
        }

        BinaryPrimitives.WriteInt32LittleEndian(bytes, bytes.Length - LengthSize);
        return bytes;
    }

    /// <summary>Reads one message from the start of <paramref name="buffer"/>.</summary>
    /// <exception cref="ProtocolException">WrapperMessage: not a message of ours.</exception>
    public static ReadStatus TryRead(ReadOnlySpan<byte> buffer, out WrapperMessage? message, out int consumed)
    {
        message = null;
        consumed = 0;
        if (buffer.Length < LengthSize)
        {
            return ReadStatus.NeedMore;
        }

        uint length = BinaryPrimitives.ReadUInt32LittleEndian(buffer);
        if (length is 0 or > MaxBody)
        {
            throw Malformed($"length {length}");
        }

        if (buffer.Length < LengthSize + (int)length)
        {
            return ReadStatus.NeedMore;
        }

        FieldReader reader = new(buffer.Slice(LengthSize, (int)length));
        Kind kind = (Kind)reader.Byte();
        message = kind switch
        {
            Kind.Ready => new WrapperReady((int)reader.UInt32()),
            Kind.Start => new StartCall(
                reader.UInt32(),
                new ChannelAddress(reader.UInt32(), reader.UInt32()),
                reader.Boolean(),
                Plan(ref reader)),
            Kind.Helper => new StartHelper(
                reader.UInt32(),
                Plan(ref reader) as ProcessPlan ?? throw Malformed("helper without program"),
                reader.Text()),
            Kind.Ended => new CallEnded(reader.UInt32(), (int)reader.UInt32()),
            Kind.HelperEnded => new HelperEnded(reader.UInt32(), (int)reader.UInt32()),
            _ => throw Malformed($"kind {(byte)kind}"),
        };
        if (!reader.AtEnd)
        {
            throw Malformed("bytes left over");
        }

        consumed = LengthSize + (int)length;
        return ReadStatus.Done;
    }

    private static CallPlan Plan(ref FieldReader reader)
    {
        CallPlanKind kind = (CallPlanKind)reader.Byte();
        return kind switch
        {
            CallPlanKind.Fail => new FailPlan((int)reader.UInt32(), reader.Text()),
            CallPlanKind.Process => new ProcessPlan(
                reader.Text(),
                reader.Texts(),
                reader.OptionalText(),
                reader.Pairs(),
                reader.Text(),
                reader.Boolean()),
            CallPlanKind.Socket => new SocketPlan(
                reader.Text(), reader.Boolean(), reader.Text(), reader.Boolean(), reader.Boolean()),
            _ => throw Malformed($"plan {(byte)kind}"),
        };
    }

    private static void Write(FieldWriter writer, CallPlan plan)
    {
        switch (plan)
        {
            case FailPlan fail:
                writer.Write((byte)CallPlanKind.Fail);
                writer.Write(fail.ExitCode);
                writer.Write(fail.Reason);
                break;
            case ProcessPlan process:
                writer.Write((byte)CallPlanKind.Process);
                Write(writer, process);
                break;
            case SocketPlan socket:
                writer.Write((byte)CallPlanKind.Socket);
                writer.Write(socket.Endpoint);
                writer.Write(socket.IsTcp);
                writer.Write(socket.Greeting);
                writer.Write(socket.ExitOnClientEof);
                writer.Write(socket.ExitOnServiceEof);
                break;
            default:
                throw new ArgumentException($"no such plan: {plan.GetType().Name}", nameof(plan));
        }
    }

    private static void Write(FieldWriter writer, ProcessPlan plan)
    {
        writer.Write(plan.Program);
        writer.Write(plan.Arguments.Count);
        foreach (string argument in plan.Arguments)
        {
            writer.Write(argument);
        }

        writer.Write(plan.CommandLine);
        writer.Write(plan.Environment.Count);
        foreach ((string name, string value) in plan.Environment)
        {
            writer.Write(name);
            writer.Write(value);
        }

        writer.Write(plan.User);
        writer.Write(plan.Interactive);
    }

    internal static ProtocolException Malformed(string what) =>
        new("WrapperMessage", $"malformed message between agent and wrapper: {what}");
}
