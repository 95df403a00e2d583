using System.Text.Json;
using PedOS.Agents.Clock;
using PedOS.Agents.Hosting;
using PedOS.Agents.Logging;
using PedOS.Agents.Posix.Clock;
using PedOS.Agents.Processes;
using PedOS.Agents.Windows.Clock;
using PedOS.Protocols.Clock;
using PedOS.Protocols.Qrexec;

namespace PedOS.Rpc;

/// <summary>What sets the clock.</summary>
/// <param name="program">The frame of the program.</param>
/// <param name="options">Command line.</param>
internal sealed class ClockVerbs(ProgramContext program, RpcOptions options)
{
    /// <summary>Sets the clock to the time on standard input.</summary>
    /// <returns>Exit code: 0 when the clock is right now.</returns>
    public Task<int> SetAsync(CancellationToken cancellationToken) => ReportAsync(
        async clock =>
        {
            using IByteSource input = program.Guest.Streams.OpenInput();
            byte[] line = await ShortInput
                .ReadLineAsync(input, DateText.MaxLength, program.Time, cancellationToken);
            return DateText.TryRead(line, out DateTimeOffset told, out bool hasFraction)
                ? new ClockSetter(clock).Apply(
                    ClockReading.OfUnasked(told, hasFraction, clock.Now), ClockTrust.Usual)
                : new ClockOutcome(
                    ClockReason.NotATime, $"the clock is not set: {Printable.Text(line)} is not a time", null);
        });

    /// <summary>Asks another machine for the time and sets the clock.</summary>
    /// <returns>Exit code: 0 when the clock is right now.</returns>
    public Task<int> SyncAsync(ClockTrust trust, CancellationToken cancellationToken) => ReportAsync(
        async clock =>
        {
            RemoteClock remote = new(program.Guest.Connector, program.Transport, clock, program.Time, program.Log);
            (ClockReading? reading, ClockOutcome? failure) =
                await remote.AskAsync(options.AgentSocket, options.Target, cancellationToken);
            return reading is { } known ? new ClockSetter(clock).Apply(known, trust) : failure!;
        });

    private static ISystemClock OpenClock() =>
        OperatingSystem.IsWindows() ? new WindowsClock() : PosixClock.Open();

    private async Task<int> ReportAsync(Func<ISystemClock, Task<ClockOutcome>> workAsync)
    {
        // Opened first: what cannot be set is said there too.
        ILog log = program.Log;
        ClockOutcome result = await workAsync(OpenClock());
        if (result.IsGood)
        {
            log.Info(result.Text);
        }
        else
        {
            log.Error(result.Text);
        }

        if (options.Json)
        {
            await Console.Out.WriteLineAsync(
                JsonSerializer.Serialize(ClockReport.Of(result), RpcJson.Default.ClockReport));
        }
        else if (!result.IsGood)
        {
            await Console.Error.WriteLineAsync($"pedos-rpc: {result.Text}");
        }
        else if (options.Verb == RpcVerb.SyncClock)
        {
            await Console.Out.WriteLineAsync(result.Text);
        }

        return result.IsGood ? RpcProgram.Done : RpcProgram.Failed;
    }
}
