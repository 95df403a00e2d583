using PedOS.Agents.Logging;
using PedOS.Agents.Vchan;
using PedOS.Protocols.Qrexec;

namespace PedOS.Agents.Qrexec;

/// <summary>The data channel of a call where it was made: waits for the service, then carries the call.</summary>
public static class CallerConnection
{
    /// <summary>Carries a call that was allowed to its end.</summary>
    /// <param name="vchan">Channel offered where dom0 said; stays the caller's.</param>
    /// <param name="streams">The local streams; likewise.</param>
    /// <param name="prefix">Sent before the local input.</param>
    /// <param name="log">Log.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <returns>Exit code of the service, 255 when the channel broke before it came.</returns>
    /// <exception cref="IOException">The service did not connect in time, see <see cref="ConnectTimeout"/>.</exception>
    /// <exception cref="Protocols.ProtocolException">The service does not speak qrexec.</exception>
    public static async Task<int> RunAsync(
        IVchan vchan,
        CallerStreams streams,
        ReadOnlyMemory<byte> prefix,
        ILog log,
        CancellationToken cancellationToken)
    {
        DataChannel? channel;
        using (CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
        {
            try
            {
                Task<DataChannel?> opening = OpenAsync(vchan, limit.Token);
                if (!opening.IsCompleted)
                {
                    // A clock costs a thread: not where the service was there already.
                    limit.CancelAfter(ConnectTimeout.Value);
                }

                channel = await opening;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new IOException($"the service did not connect within {ConnectTimeout.Value.TotalSeconds:0} s");
            }
        }

        if (channel is null)
        {
            return QrexecAbi.QREXEC_EXIT_CONNECTION_LOST;
        }

        await using (channel)
        {
            return await new CallerSide(channel, streams, log).RunAsync(prefix, cancellationToken);
        }
    }

    private static async Task<DataChannel?> OpenAsync(IVchan vchan, CancellationToken cancellationToken)
    {
        await vchan.WaitForPeerAsync(cancellationToken);
        return await DataChannel.OpenAsync(vchan, cancellationToken);
    }
}
