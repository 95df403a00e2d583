using System.Text.Json;
using PedOS.Agents.Clock;
using PedOS.Agents.Logging;
using PedOS.Agents.Processes;
using PedOS.Agents.Vchan;
using PedOS.Protocols.Clock;
using PedOS.Protocols.Qrexec;

namespace PedOS.Rpc;

/// <summary>What sets the clock.</summary>
internal sealed class ClockVerbs(RpcPlatform platform, RpcOptions options)
{
    /// <summary>Sets the clock to the time on standard input.</summary>
    /// <returns>Exit code: 0 when the clock is right now.</returns>
    public Task<int> SetAsync(CancellationToken cancellationToken) => ReportAsync(
        async (clock, _) =>
        {
            using IByteSource input = platform.OpenInput();
            byte[] line = await ShortInput
                .ReadLineAsync(input, DateText.MaxLength, TimeProvider.System, cancellationToken);
            return DateText.TryRead(line, out DateTimeOffset told, out bool hasFraction)
                ? new ClockSetter(clock).Apply(
                    ClockReading.OfUnasked(told, hasFraction, clock.Now), ClockTrust.Usual)
                : new ClockResult(
                    ClockReason.NotATime, $"the clock is not set: {Printable.Text(line)} is not a time", null);
        });

    /// <summary>Asks another machine for the time and sets the clock.</summary>
    /// <returns>Exit code: 0 when the clock is right now.</returns>
    public Task<int> SyncAsync(ClockTrust trust, CancellationToken cancellationToken) => ReportAsync(
        async (clock, log) =>
        {
            using SocketVchanTransport transport = platform.OpenTransport();
            RemoteClock remote = new(platform.Connector, transport, clock, TimeProvider.System, log);
            (ClockReading? reading, ClockResult? failure) =
                await remote.AskAsync(options.AgentSocket, options.Target, cancellationToken);
            return reading is { } known ? new ClockSetter(clock).Apply(known, trust) : failure!;
        });

    private async Task<int> ReportAsync(Func<ISystemClock, ILog, Task<ClockResult>> workAsync)
    {
        ProgramLog log = platform.OpenLog();
        await using (log)
        {
            ClockResult result = await workAsync(platform.OpenClock(), log);
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
}
