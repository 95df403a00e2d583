using PedOS.Agents.Clock;
using PedOS.Agents.Logging;
using PedOS.Agents.Processes;
using PedOS.Protocols.Clock;
using PedOS.Protocols.Qrexec;

namespace PedOS.Rpc.Clock;

/// <summary>What sets the clock.</summary>
/// <param name="openClock">Opens the clock.</param>
/// <param name="memory">What was told before and not believed.</param>
/// <param name="log">Log.</param>
/// <param name="json">Show the result as JSON.</param>
/// <param name="isAsked">Somebody waits to read the result, also when it is good.</param>
internal sealed class ClockVerbs(
    Func<ISystemClock> openClock, IClockMemory memory, ILog log, bool json, bool isAsked)
{
    /// <summary>Sets the clock to the time that is told.</summary>
    /// <param name="input">The time, one line.</param>
    /// <param name="time">Clock of the wait for it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Exit code: 0 when the clock is right now.</returns>
    /// <exception cref="IOException">Nothing is told, or too much.</exception>
    public Task<int> SetAsync(IByteSource input, TimeProvider time, CancellationToken cancellationToken) => ReportAsync(
        async clock =>
        {
            byte[] line = await ShortInput.ReadLineAsync(input, DateText.MaxLength, time, cancellationToken);
            return DateText.TryRead(line, out DateTimeOffset told, out bool hasFraction)
                ? new ClockSetter(clock, memory).Apply(
                    ClockReading.OfUnasked(told, hasFraction, clock.Now), ClockTrust.Usual)
                : new ClockOutcome(
                    ClockReason.NotATime, $"the clock is not set: {Printable.Text(line)} is not a time", null);
        });

    /// <summary>Asks another machine for the time and sets the clock.</summary>
    /// <param name="askAsync">
    /// Asks, and measures with this machine's clock; gives the reading, or null and the reason.
    /// </param>
    /// <param name="trust">How much is believed.</param>
    /// <returns>Exit code: 0 when the clock is right now.</returns>
    public Task<int> SyncAsync(
        Func<ISystemClock, Task<(ClockReading? Reading, ClockOutcome? Failure)>> askAsync, ClockTrust trust) =>
        ReportAsync(async clock =>
        {
            (ClockReading? reading, ClockOutcome? failure) = await askAsync(clock);
            return reading is { } known ? new ClockSetter(clock, memory).Apply(known, trust) : failure!;
        });

    private async Task<int> ReportAsync(Func<ISystemClock, Task<ClockOutcome>> workAsync)
    {
        ClockOutcome result = await workAsync(openClock());
        if (result.IsGood)
        {
            log.Info(result.Text);
        }
        else
        {
            log.Error(result.Text);
        }

        if (json)
        {
            await Console.Out.WriteLineAsync(ClockReport.ToJson(result));
        }
        else if (!result.IsGood)
        {
            await Console.Error.WriteLineAsync($"pedos-rpc: {result.Text}");
        }
        else if (isAsked)
        {
            await Console.Out.WriteLineAsync(result.Text);
        }

        return result.IsGood ? RpcProgram.Done : RpcProgram.Failed;
    }
}
