using PedOS.Agents.Logging;
using PedOS.Agents.Processes;
using PedOS.Agents.Qrexec;
using PedOS.Agents.Vchan;
using PedOS.Protocols.Qrexec;

namespace PedOS.QrexecAgent;

/// <summary>Calls that the agent makes itself; they send nothing, and only their exit code is of interest.</summary>
internal sealed class OwnCalls(
    PendingRequests requests, CallTable calls, ControlOutbox outbox, IVchanTransport transport,
    TimeProvider time, ILog log)
{
    // A service of dom0 that only takes notice is done in a moment; its machine may be busy starting others.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>Calls a service.</summary>
    /// <param name="target">Machine.</param>
    /// <param name="service">Its service.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <returns>Exit code of the service; null when dom0 refuses, or left before it decided.</returns>
    /// <exception cref="IOException">The call was not done in time, or its channel could not be offered.</exception>
    /// <exception cref="Protocols.ProtocolException">The service does not speak qrexec.</exception>
    public async Task<int?> RunAsync(string target, string service, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(Limit, time);
        using CancellationTokenSource either =
            CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        PendingRequest pending = requests.Send(TriggerRequest.Create(string.Empty, target, service), log);
        try
        {
            ChannelAddress? answer = await pending.Answer.WaitAsync(either.Token);
            return answer is { } address ? await ServeAsync(address, either.Token) : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"{service} in {target} was not done in {Limit.TotalSeconds:0} s");
        }
        finally
        {
            if (!pending.Answer.IsCompleted)
            {
                requests.Abandon(pending);
            }
        }
    }

    private async Task<int> ServeAsync(ChannelAddress address, CancellationToken cancellationToken)
    {
        RunningCall? call = calls.TryAdd(address);
        try
        {
            await using IVchan vchan = transport.Listen(
                address.Domain, address.Port, Protocols.Vchan.VchanRing.DataRingSize,
                Protocols.Vchan.VchanRing.DataRingSize);
            using EmptySource input = new();
            using CappedSink nowhere = new(0);
            return await CallerConnection
                .RunAsync(vchan, new CallerStreams(input, nowhere, nowhere, false, false), default, log,
                    cancellationToken);
        }
        finally
        {
            if (call is null)
            {
                outbox.AddTerminated(address);
            }
            else
            {
                _ = calls.Remove(call.Id);
                outbox.AddTerminated(call);
            }
        }
    }
}
