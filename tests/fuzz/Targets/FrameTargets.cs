using System.Text;
using System.Text.RegularExpressions;
using PedOS.Protocols;
using PedOS.Protocols.Qrexec;

namespace PedOS.Fuzz.Targets;

/// <summary>The smallest pieces: headers, frames, addresses, HELLO, idents, the filter.</summary>
internal static partial class FrameTargets
{
    // Between the two limits of data bodies, so that both sides of it are reached often.
    private const int MaxBody = 5000;

    private const string Kept =
        " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";

    public static void Frame(ReadOnlySpan<byte> input)
    {
        if (input.Length < 8)
        {
            Check.Same(ReadStatus.NeedMore, MessageFrame.TryRead(input, MaxBody, out _, out _, out int none));
            Check.Same(0, none);
            return;
        }

        byte[] again = new byte[8];
        MessageHeader.Read(input).Write(again);
        Check.SameBytes(input[..8], again);
        uint length = Slow.U32(input, 4);
        try
        {
            ReadStatus status = MessageFrame.TryRead(
                input, MaxBody, out MessageHeader header, out ReadOnlySpan<byte> body, out int consumed);
            Check.That(length <= MaxBody);
            Check.Same(MessageHeader.Read(input), header);
            bool whole = length <= input.Length - 8;
            Check.Same(whole ? ReadStatus.Done : ReadStatus.NeedMore, status);
            Check.Same(whole ? 8 + (int)length : 0, consumed);
            if (whole)
            {
                Check.SameBytes(input[..consumed], MessageFrame.Build(header.Type, body));
            }
        }
        catch (ProtocolException e)
        {
            Check.Same("QrexecBodyTooLong", e.ErrorId);
            Check.That(length > MaxBody);
        }
    }

    public static void Address(ReadOnlySpan<byte> input)
    {
        if (input.Length < 8)
        {
            return;
        }

        ChannelAddress address = ChannelAddress.Read(input);
        byte[] again = new byte[8];
        address.Write(again);
        Check.SameBytes(input[..8], again);
        long domain = Slow.U32(input, 0), port = Slow.U32(input, 4);
        Check.Same(domain < 32752 && port > 512 && port < 65536, address.IsValid);
        Check.Same($"{domain}:{port}", address.ToString());
    }

    public static void Hello(ReadOnlySpan<byte> input)
    {
        string expected = input.Length < 8 ? "NeedMore"
            : Slow.U32(input, 0) != 0x300 || Slow.U32(input, 4) != 4 ? "QrexecHelloExpected"
            : input.Length < 12 ? "NeedMore"
            : Slow.U32(input, 8) < 2 ? "QrexecVersionUnsupported" : "Done";
        try
        {
            ReadStatus status = Protocols.Qrexec.Hello.TryRead(input, out uint version, out int consumed);
            Check.Same(expected, status.ToString());
            Check.Same(expected == "Done" ? 12 : 0, consumed);
            Check.Same(expected == "Done" ? Math.Min(Slow.U32(input, 8), 4) : 0, version);
        }
        catch (ProtocolException e)
        {
            Check.Same(expected, e.ErrorId);
        }
    }

    public static void Ident(ReadOnlySpan<byte> input)
    {
        bool expected = IdentField().IsMatch(Encoding.Latin1.GetString(input)) && input.Length == 32;
        Check.Same(expected, RequestIdent.TryRead(input, out RequestIdent ident));
        if (expected)
        {
            byte[] again = new byte[32];
            ident.Write(again);
            Check.SameBytes(input, again);
        }

        Check.Same(expected, ident.Text.Length > 0);
    }

    public static void Printable(ReadOnlySpan<byte> input)
    {
        byte[] filtered = input.ToArray();
        Protocols.Qrexec.Printable.Filter(filtered);
        for (int i = 0; i < input.Length; i++)
        {
            char c = (char)input[i];
            bool keep = c is '\a' or '\b' or '\t' or '\n' or '\r' || Kept.Contains(c, StringComparison.Ordinal);
            Check.Same(keep ? input[i] : (byte)'_', filtered[i]);
        }

        string text = Protocols.Qrexec.Printable.Text(input);
        Check.That(text.Length <= Protocols.Qrexec.Printable.MaxText + 3);
        Check.That(text.All(c => Kept.Contains(c, StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_. -]{1,31}\0+\z", RegexOptions.CultureInvariant)]
    private static partial Regex IdentField();
}
