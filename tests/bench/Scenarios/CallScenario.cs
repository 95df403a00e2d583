using PedOS.Bench.Figures;
using PedOS.Bench.Guests;
using PedOS.Bench.Processes;

namespace PedOS.Bench.Scenarios;

/// <summary>The trivial service, one call after the other and many at once, and one of dom0.</summary>
internal sealed class CallScenario(BenchScale scale, Samples samples)
{
    // Guest CPU per call of the last sequence, of each side.
    private readonly Dictionary<string, double> _sequentialCpu = new(StringComparer.Ordinal);

    /// <summary>One call after the other.</summary>
    public async Task MeasureSequenceAsync(IGuest guest, CancellationToken cancellationToken)
    {
        (double[] latencies, _, double cpu, int failures) =
            await LoadAsync(guest, scale.SequentialCalls, 1, cancellationToken);
        samples.Add(guest.Side, FigureTable.SequentialFailures, failures);
        samples.Add(guest.Side, FigureTable.SequentialMedian, Statistics.Median(latencies));
        samples.Add(guest.Side, FigureTable.SequentialTail, Statistics.Quantile(latencies, 0.9));
        samples.Add(guest.Side, FigureTable.SequentialCpu, cpu);
        _sequentialCpu[guest.Side] = cpu;
    }

    /// <summary>Many at once.</summary>
    public async Task MeasureParallelAsync(IGuest guest, CancellationToken cancellationToken)
    {
        (_, double rate, double cpu, int failures) =
            await LoadAsync(guest, scale.ParallelCalls, scale.Parallel, cancellationToken);
        samples.Add(guest.Side, FigureTable.ParallelFailures, failures);
        samples.Add(guest.Side, FigureTable.ParallelRate, rate);
        samples.Add(guest.Side, FigureTable.ParallelCpu, cpu);

        // A smoke run has calls of no tick at all.
        if (_sequentialCpu.TryGetValue(guest.Side, out double alone) && alone > 0)
        {
            samples.Add(guest.Side, FigureTable.ParallelCpuGrowth, cpu / alone);
        }
    }

    /// <summary>Out of the guest, one call after the other. The callers are children of this program.</summary>
    public async Task MeasureOutgoingAsync(IGuest guest, CancellationToken cancellationToken)
    {
        await guest.Processes.SettleAsync(cancellationToken);
        TimeSpan before = ProcessTimes.OfEndedChildren();
        (IReadOnlyList<CallOutcome> outcomes, _) =
            await CallLoad.RunAsync(guest.CallOutAsync, scale.OutgoingCalls, 1, cancellationToken);
        TimeSpan cpu = ProcessTimes.OfEndedChildren() - before;
        CallOutcome[] good = [.. outcomes.Where(static o => o.Succeeded)];
        if (good.Length < (outcomes.Count + 1) / 2)
        {
            throw new MeasureException($"{outcomes.Count - good.Length} of {outcomes.Count} calls failed");
        }

        double[] latencies = [.. good.Select(static o => o.Elapsed.TotalMilliseconds)];
        samples.Add(guest.Side, FigureTable.OutgoingFailures, outcomes.Count - good.Length);
        samples.Add(guest.Side, FigureTable.OutgoingMedian, Statistics.Median(latencies));
        samples.Add(guest.Side, FigureTable.OutgoingTail, Statistics.Quantile(latencies, 0.9));
        samples.Add(guest.Side, FigureTable.OutgoingCpu, cpu.TotalMilliseconds / outcomes.Count);
    }

    private static async Task<(double[] Latencies, double Rate, double Cpu, int Failures)> LoadAsync(
        IGuest guest, int calls, int parallel, CancellationToken cancellationToken)
    {
        await guest.Processes.SettleAsync(cancellationToken);
        TimeSpan before = guest.Processes.CpuTime;
        (IReadOnlyList<CallOutcome> outcomes, TimeSpan elapsed) =
            await CallLoad.RunAsync(guest.CallAsync, calls, parallel, cancellationToken);
        await guest.Processes.SettleAsync(cancellationToken);
        TimeSpan cpu = guest.Processes.CpuTime - before;

        CallOutcome[] good = [.. outcomes.Where(static o => o.Succeeded)];
        if (good.Length < (calls + 1) / 2)
        {
            throw new MeasureException($"{calls - good.Length} of {calls} calls failed");
        }

        // A failed call is a lost race of the transport: it held one of the workers until a time limit, which says
        // nothing about calls. Its time is taken out, its number is reported.
        TimeSpan lost = outcomes.Where(static o => !o.Succeeded)
            .Aggregate(TimeSpan.Zero, static (sum, o) => sum + o.Elapsed) / parallel;
        return (
            [.. good.Select(static o => o.Elapsed.TotalMilliseconds)],
            good.Length / Math.Max((elapsed - lost).TotalSeconds, 0.001),
            cpu.TotalMilliseconds / calls,
            calls - good.Length);
    }
}
