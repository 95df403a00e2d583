using PedOS.Bench.Figures;
using PedOS.Bench.Guests;

namespace PedOS.Bench.Scenarios;

/// <summary>Bytes in one direction through one call.</summary>
internal sealed class StreamScenario(BenchScale scale, Samples samples)
{
    /// <summary>Guest to dom0.</summary>
    public Task MeasureOutAsync(IGuest guest, CancellationToken cancellationToken) => MeasureAsync(
        guest, guest.ReceiveAsync, FigureTable.OutRate, FigureTable.OutCpu, FigureTable.OutFailures, cancellationToken);

    /// <summary>Dom0 to guest.</summary>
    public Task MeasureInAsync(IGuest guest, CancellationToken cancellationToken) => MeasureAsync(
        guest, guest.SendAsync, FigureTable.InRate, FigureTable.InCpu, FigureTable.InFailures, cancellationToken);

    private async Task MeasureAsync(
        IGuest guest,
        Func<long, CancellationToken, Task<StreamOutcome>> stream,
        Figure rate,
        Figure cpu,
        Figure failures,
        CancellationToken cancellationToken)
    {
        await guest.Processes.SettleAsync(cancellationToken);
        TimeSpan before = guest.Processes.CpuTime;
        StreamOutcome outcome = await stream(scale.StreamBytes, cancellationToken);
        await guest.Processes.SettleAsync(cancellationToken);

        // The program at the far end is a child of the agent or wrapper; what it computed is not theirs.
        TimeSpan used = guest.Processes.CpuTime - before - outcome.ServiceCpu;
        samples.Add(guest.Side, failures, outcome.Succeeded ? 0 : 1);
        if (!outcome.Succeeded)
        {
            throw new MeasureException("the stream broke");
        }

        samples.Add(guest.Side, rate, scale.StreamBytes / 1e6 / outcome.Elapsed.TotalSeconds);
        samples.Add(guest.Side, cpu, used.TotalSeconds / (scale.StreamBytes / 1e9));
    }
}
