using PedOS.Agents.Windows.Processes;

namespace PedOS.Agents.Windows.Tests.Child;

/// <summary>What a child does with its standard output.</summary>
internal static class ChildOutput
{
    private const int MaxWrites = 10_000;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Completes it, tells on standard error what is left of it, and stays until an event is set.</summary>
    public static int Complete(string untilEvent, Stream error)
    {
        using StandardOutputSink sink = StandardOutputSink.Open();
        bool before = Write(sink, "before"u8);
        sink.Complete();
        sink.Complete();
        bool after = Write(sink, "after"u8);
        using Stream late = Console.OpenStandardOutput();
        late.Write("late"u8);
        error.Write(before && !after ? "closed"u8 : "open"u8);
        using EventWaitHandle end = EventWaitHandle.OpenExisting(untilEvent);
        _ = end.WaitOne(Limit);
        return 5;
    }

    /// <summary>Completes it while standard error is the same handle, and writes there.</summary>
    public static int CompleteShared()
    {
        _ = NativeProbe.SetStdHandle(
            NativeProbe.StandardError, NativeProbe.GetStdHandle(NativeProbe.StandardOutput));
        using StandardOutputSink sink = StandardOutputSink.Open();
        _ = Write(sink, "output, "u8);
        sink.Complete();
        using Stream error = Console.OpenStandardError();
        error.Write("error"u8);
        return 0;
    }

    /// <summary>Writes although there is none.</summary>
    /// <param name="none">What stands in its place: 0 or -1.</param>
    public static int WriteToNothing(nint none)
    {
        _ = NativeProbe.SetStdHandle(NativeProbe.StandardOutput, none);
        using StandardOutputSink sink = StandardOutputSink.Open();
        bool isTaken = Write(sink, "nobody reads this"u8);
        sink.Complete();
        return isTaken ? 8 : 1;
    }

    /// <summary>Writes until the sink says that nobody reads.</summary>
    public static int WriteUntilNobodyReads()
    {
        using StandardOutputSink sink = StandardOutputSink.Open();
        byte[] piece = new byte[65536];
        for (int i = 0; i < MaxWrites; i++)
        {
            if (!Write(sink, piece))
            {
                return 7;
            }
        }

        return 1;
    }

    private static bool Write(StandardOutputSink sink, ReadOnlySpan<byte> bytes) =>
        sink.WriteAsync(bytes.ToArray(), CancellationToken.None).AsTask().GetAwaiter().GetResult();
}
