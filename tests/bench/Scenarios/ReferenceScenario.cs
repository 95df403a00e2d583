using System.Diagnostics;
using System.Net.Sockets;
using PedOS.Bench.Figures;
using PedOS.Bench.Guests;
using PedOS.Bench.Processes;
using PedOS.TestKit.Programs;

namespace PedOS.Bench.Scenarios;

/// <summary>What this machine does without us: a bare process start and a bare copy through Unix sockets.</summary>
internal sealed class ReferenceScenario(BenchScale scale, Samples samples)
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(10);

    /// <summary>Starts and awaits processes that do nothing, in sequence and many at once.</summary>
    public async Task MeasureStartsAsync(CancellationToken cancellationToken)
    {
        using NativeCommand command = new("/bin/true", [], new Dictionary<string, string>());
        (IReadOnlyList<CallOutcome> outcomes, _) =
            await CallLoad.RunAsync(_ => StartAsync(command), scale.SequentialCalls, 1, cancellationToken);
        samples.Add(
            Side.Machine,
            FigureTable.ProcessStart,
            Statistics.Median(outcomes.Select(static o => o.Elapsed.TotalMilliseconds)));
        (outcomes, TimeSpan elapsed) = await CallLoad.RunAsync(
            _ => StartAsync(command), scale.ParallelCalls, scale.Parallel, cancellationToken);
        samples.Add(Side.Machine, FigureTable.ProcessStarts, outcomes.Count / elapsed.TotalSeconds);
    }

    /// <summary>
    /// A writer, a pump in the middle and a reader, each a thread with blocking calls of 64 KiB: the hops that bytes
    /// make between a service, its wrapper and dom0.
    /// </summary>
    public async Task MeasureCopyAsync(CancellationToken cancellationToken)
    {
        using TestDirectory directory = new();
        (Socket source, Socket middleIn) = await PairAsync(directory.PathOf("a"), cancellationToken);
        (Socket middleOut, Socket sink) = await PairAsync(directory.PathOf("b"), cancellationToken);
        using (source)
        using (middleIn)
        using (middleOut)
        using (sink)
        {
            long begin = Stopwatch.GetTimestamp();
            Task<long> read = Thread(() => Read(sink), cancellationToken);
            Task<long> pumped = Thread(() => Pump(middleIn, middleOut), cancellationToken);
            Task<long> written = Thread(() => Write(source), cancellationToken);
            _ = await Task.WhenAll(read, pumped, written);
            double rate = scale.StreamBytes / 1e6 / Stopwatch.GetElapsedTime(begin).TotalSeconds;
            if (await read != scale.StreamBytes)
            {
                throw new MeasureException("the bare copy lost bytes");
            }

            samples.Add(Side.Machine, FigureTable.SocketCopy, rate);
        }
    }

    private static Task<CallOutcome> StartAsync(NativeCommand command)
    {
        long begin = Stopwatch.GetTimestamp();
        int exitCode = command.Run(StartLimit);
        return exitCode == 0
            ? Task.FromResult(new CallOutcome(true, Stopwatch.GetElapsedTime(begin)))
            : throw new MeasureException($"/bin/true ended with {exitCode}");
    }

    private static Task<long> Thread(Func<long> work, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(work, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static async Task<(Socket Near, Socket Far)> PairAsync(string path, CancellationToken cancellationToken)
    {
        using Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(1);
        Socket near = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await near.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
        return (near, await listener.AcceptAsync(cancellationToken));
    }

    private long Write(Socket socket)
    {
        byte[] block = new byte[TrivialService.Block];
        long written = 0;
        while (written < scale.StreamBytes)
        {
            written += socket.Send(block);
        }

        socket.Shutdown(SocketShutdown.Send);
        return written;
    }

    private static long Pump(Socket from, Socket to)
    {
        byte[] block = new byte[TrivialService.Block];
        long pumped = 0;
        while (from.Receive(block) is > 0 and int read)
        {
            for (int sent = 0; sent < read;)
            {
                sent += to.Send(block.AsSpan(sent, read - sent));
            }

            pumped += read;
        }

        to.Shutdown(SocketShutdown.Send);
        return pumped;
    }

    private static long Read(Socket socket)
    {
        byte[] block = new byte[TrivialService.Block];
        long total = 0;
        while (socket.Receive(block) is > 0 and int read)
        {
            total += read;
        }

        return total;
    }
}
