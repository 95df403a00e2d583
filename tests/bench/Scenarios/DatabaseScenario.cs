using System.Diagnostics;
using PedOS.Bench.Figures;
using PedOS.Bench.Processes;
using PedOS.TestKit.Database;
using PedOS.TestKit.Programs;

namespace PedOS.Bench.Scenarios;

/// <summary>The configuration database: a thousand keys of a hundred bytes, asked by one client and by many.</summary>
internal sealed class DatabaseScenario(BenchScale scale, Samples samples)
{
    private const int Keys = 1000;
    private const int ManyKeys = 10_000;
    private const int Readers = 16;
    private const int Watchers = 100;
    private const double Megabyte = 1e6;

    private static readonly string Value = new('v', 100);
    private static readonly byte[] ReadOne = new WireMessage(WireMessage.Read, "/bench/0500").ToBytes();

    /// <summary>Measures one daemon.</summary>
    public async Task MeasureAsync(CancellationToken cancellationToken)
    {
        await using DatabaseUnderTest guest = new();
        await guest.StartAsync(cancellationToken);
        using DatabaseCaller caller = new(guest.Endpoint);
        Fill(caller, Keys);

        // Once for the code that is compiled at first use, once to be measured.
        foreach (bool counts in (bool[])[false, true])
        {
            Note(counts, FigureTable.DatabaseReads, Rate(scale.DatabaseRequests, () => Read(caller)));
            Note(counts, FigureTable.DatabaseManyReads, ReadByMany(guest.Endpoint));
            Note(counts, FigureTable.DatabaseWrites, Rate(scale.DatabaseRequests, () => Write(caller, "/bench/0500")));
            Note(counts, FigureTable.DatabaseLists, RateOfAll(caller, WireMessage.List));
            Note(counts, FigureTable.DatabaseMultiReads, RateOfAll(caller, WireMessage.MultiRead));
            Note(counts, FigureTable.DatabaseWatch, Watch(guest.Endpoint, caller, 1));
            Note(counts, FigureTable.DatabaseFanOut, Watch(guest.Endpoint, caller, Watchers));
        }

        await MeasureMemoryAsync(cancellationToken);
    }

    private static void Read(DatabaseCaller caller) => caller.Ask(ReadOne, WireMessage.Value);

    private static void Write(DatabaseCaller caller, string path) =>
        caller.Ask(new WireMessage(WireMessage.Write, path, Value).ToBytes(), WireMessage.Ok);

    private static void Fill(DatabaseCaller caller, int keys)
    {
        for (int i = 0; i < keys; i++)
        {
            Write(caller, $"/bench/{i:d4}");
        }
    }

    private static double Rate(int times, Action action)
    {
        long begin = Stopwatch.GetTimestamp();
        for (int i = 0; i < times; i++)
        {
            action();
        }

        return times / Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }

    private async Task MeasureMemoryAsync(CancellationToken cancellationToken)
    {
        await using DatabaseUnderTest guest = new();
        await guest.StartAsync(cancellationToken);
        samples.Add(Side.Ours, FigureTable.DatabaseEmpty, MemoryFigures.Read([guest.Daemon.Id]).Private / Megabyte);
        using DatabaseCaller caller = new(guest.Endpoint);
        Write(caller, "/bench/first");
        long before = Resident(guest);
        Fill(caller, ManyKeys);
        samples.Add(Side.Ours, FigureTable.DatabaseMemory, (Resident(guest) - before) / Megabyte);
    }

    private static long Resident(DatabaseUnderTest guest) =>
        ProcessFigures.Read(guest.Daemon.Id)?.Resident ?? throw new MeasureException("the daemon is gone");

    private void Note(bool counts, Figure figure, double value)
    {
        if (counts)
        {
            samples.Add(Side.Ours, figure, value);
        }
    }

    private double RateOfAll(DatabaseCaller caller, byte type)
    {
        byte[] request = new WireMessage(type, "/bench/").ToBytes();
        return Rate(scale.DatabaseRequests / 50, () =>
        {
            if (caller.AskAll(request) < Keys)
            {
                throw new MeasureException("entries are missing");
            }
        });
    }

    private double ReadByMany(string endpoint)
    {
        int each = scale.DatabaseRequests / 4;
        using Barrier begin = new(Readers + 1);
        Thread[] readers = [.. Enumerable.Range(0, Readers).Select(reader => new Thread(() =>
        {
            using DatabaseCaller caller = new(endpoint);
            begin.SignalAndWait();
            _ = Rate(each, () => Read(caller));
        }))];
        Array.ForEach(readers, reader => reader.Start());
        begin.SignalAndWait();
        long started = Stopwatch.GetTimestamp();
        Array.ForEach(readers, reader => reader.Join());
        return Readers * each / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    // Microseconds from the write until the last watcher knows.
    private double Watch(string endpoint, DatabaseCaller writer, int count)
    {
        DatabaseCaller[] watchers = [.. Enumerable.Range(0, count).Select(_ => new DatabaseCaller(endpoint))];
        byte[] watch = new WireMessage(WireMessage.Watch, "/bench/w").ToBytes();
        Array.ForEach(watchers, watcher => watcher.Ask(watch, WireMessage.Ok));
        double[] times = new double[(scale.DatabaseRequests / 20 / count) + 20];
        for (int i = 0; i < times.Length; i++)
        {
            long begin = Stopwatch.GetTimestamp();
            Write(writer, "/bench/w");
            Array.ForEach(watchers, watcher => watcher.Expect(WireMessage.Changed));
            times[i] = Stopwatch.GetElapsedTime(begin).TotalMicroseconds;
        }

        Array.ForEach(watchers, watcher => watcher.Dispose());
        return Statistics.Median(times);
    }
}
