using PedOS.Agents.Clock;
using PedOS.Agents.LocalEndpoints;
using PedOS.Agents.Logging;
using PedOS.Agents.Processes;
using PedOS.Agents.Qrexec;
using PedOS.Agents.Vchan;
using PedOS.Protocols.Clock;
using PedOS.Protocols.Qrexec;
using PedOS.Protocols.Vchan;

namespace PedOS.Rpc.Clock;

/// <summary>Asks another machine for the time, and measures how long that takes.</summary>
/// <param name="connector">Connects to the agent.</param>
/// <param name="transport">Flavour of vchan.</param>
/// <param name="clock">This machine's clock.</param>
/// <param name="time">Clock of the measurement, which does not jump.</param>
/// <param name="log">Log.</param>
internal sealed class RemoteClock(
    ILocalConnector connector, IVchanTransport transport, ISystemClock clock, TimeProvider time, ILog log)
{
    /// <summary>The service that is asked.</summary>
    public const string ServiceName = "qubes.GetDate";

    // dom0 may have to start the machine that knows the time.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Asks.</summary>
    /// <param name="agentSocket">Where the agent takes requests.</param>
    /// <param name="target">Machine.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The reading; null and the reason when there is none.</returns>
    public async Task<(ClockReading? Reading, ClockOutcome? Failure)> AskAsync(
        string agentSocket, string target, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(Limit, time);
        using CancellationTokenSource either =
            CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await CallAsync(agentSocket, target, either.Token);
        }
        catch (Exception e) when (e is IOException or ArgumentException or Protocols.ProtocolException)
        {
            return Failed(ClockReason.NoAnswer, $"{ServiceName} of {target} cannot be asked: {e.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed(
                ClockReason.NoAnswer, $"{ServiceName} of {target} does not answer within {Limit.TotalSeconds:0} s");
        }
    }

    private static (ClockReading? Reading, ClockOutcome? Failure) Failed(ClockReason reason, string why) =>
        (null, new ClockOutcome(reason, $"the clock is not set: {why}", null));

    private async Task<(ClockReading? Reading, ClockOutcome? Failure)> CallAsync(
        string agentSocket, string target, CancellationToken cancellationToken)
    {
        long asked = time.GetTimestamp();
        TriggerRequest request = TriggerRequest.Create(string.Empty, target, ServiceName);
        await using ILocalConnection agent = await connector.ConnectAsync(agentSocket, cancellationToken);
        ChannelAddress? answer =
            await ServiceRequest.AskAsync(agent, request, cancellationToken);
        if (answer is not { } address)
        {
            return Failed(ClockReason.NoAnswer, $"dom0 refuses {ServiceName} of {target}");
        }

        using EmptySource input = new();
        using CappedSink nowhere = new(0);
        using TimedSink output = new(DateText.MaxLength, time);
        int exitCode = await ServeAsync(
            address, new CallerStreams(input, output, nowhere, false, false), cancellationToken);
        if (exitCode != 0)
        {
            return Failed(ClockReason.NoAnswer, $"{ServiceName} of {target} failed with {exitCode}");
        }

        // Somebody else may have set the clock since the answer came: what it shows now is what will be moved.
        DateTimeOffset came = clock.Now - time.GetElapsedTime(output.At);
        return DateText.TryRead(output.Kept, out DateTimeOffset told, out bool hasFraction)
            ? (ClockReading.OfAnswer(told, hasFraction, came, time.GetElapsedTime(asked, output.At)), null)
            : Failed(
                ClockReason.NotATime, $"{ServiceName} of {target} answers {Printable.Text(output.Kept)}");
    }

    private async Task<int> ServeAsync(
        ChannelAddress address, CallerStreams streams, CancellationToken cancellationToken)
    {
        await using IVchan vchan = transport.Listen(
            address.Domain, address.Port, VchanRing.DataRingSize, VchanRing.DataRingSize);
        return await CallerConnection.RunAsync(vchan, streams, default, log, cancellationToken);
    }
}
