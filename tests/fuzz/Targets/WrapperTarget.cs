using PedOS.Protocols;
using PedOS.Protocols.Wrapper;

namespace PedOS.Fuzz.Targets;

/// <summary>Messages between agent and wrapper: each has exactly one encoding.</summary>
internal static class WrapperTarget
{
    public static void Run(ReadOnlySpan<byte> input)
    {
        uint length = input.Length < 4 ? 0 : Slow.U32(input, 0);
        bool possible = input.Length < 4 || (length > 0 && length <= WrapperCodec.MaxBody);
        bool whole = input.Length >= 4 && length <= input.Length - 4;
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            ReadStatus status = WrapperCodec.TryRead(input, out WrapperMessage? message, out int consumed);
            Check.Allocated(before, input.Length);
            Check.That(possible);
            Check.Same(whole ? ReadStatus.Done : ReadStatus.NeedMore, status);
            Check.Same(whole ? 4 + (int)length : 0, consumed);
            Check.Same(whole, message is not null);
            if (message is not null)
            {
                Check.SameBytes(input[..consumed], WrapperCodec.Build(message));
            }
        }
        catch (ProtocolException e)
        {
            Check.Allocated(before, input.Length);
            Check.Same("WrapperMessage", e.ErrorId);
            Check.That(!possible || whole);
        }
    }
}
