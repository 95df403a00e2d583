using PedOS.Protocols.Qrexec;

namespace PedOS.Fuzz.Targets;

/// <summary>Requests of local programs, and what the agent makes of them for dom0.</summary>
internal static class TriggerTarget
{
    public static void Run(ReadOnlySpan<byte> input)
    {
        bool proper = input.Length >= 162 && input.Length <= 65160 && input[160] is not (0 or (byte)'+')
            && Slow.UpToNul(input[160..]).Length == input.Length - 161;
        long before = GC.GetAllocatedBytesForCurrentThread();
        TriggerRequest? request = TriggerRequest.TryRead(input);
        Check.Allocated(before, input.Length);
        Check.Same(proper, request is not null);
        if (request is null)
        {
            return;
        }

        byte[] source = Slow.UpToNul(input[..63]), target = Slow.UpToNul(input[64..127]);
        Check.SameBytes(source, request.Source);
        Check.SameBytes(target, request.Target);
        Check.SameBytes(input[160..^1], request.Service);
        Check.That(request.ToString().All(c => c is >= ' ' and <= '~'));

        RequestIdent ident = new("SOCKET-7");
        byte[] body = request.ToBody(ident);
        byte[] expected = [.. source, .. new byte[64 - source.Length], .. target, .. new byte[64 - target.Length],
            .. "SOCKET-7"u8, .. new byte[24], .. input[160..]];
        Check.SameBytes(expected, body);
        Check.SameBytes(body, TriggerRequest.TryRead(body)!.ToBody(ident));

        byte[]? version4 = ControlWriter.Trigger(4, request, ident);
        byte[]? version3 = ControlWriter.Trigger(3, request, ident);
        byte[]? version2 = ControlWriter.Trigger(2, request, ident);
        Check.SameBytes(body, version4.AsSpan(8));
        Check.Same(source.Length == 0, version3 is not null);
        if (version3 is not null)
        {
            Check.SameBytes(body.AsSpan(64), version3.AsSpan(8));
        }

        Check.Same(source.Length == 0 && target.Length < 32 && input.Length - 161 < 64, version2 is not null);
        Check.Same(version2 is null ? null : 136, version2?.Length);
    }
}
