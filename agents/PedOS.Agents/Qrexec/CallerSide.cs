using System.Runtime.CompilerServices;
using PedOS.Agents.Async;
using PedOS.Agents.Logging;
using PedOS.Agents.Vchan;
using PedOS.Protocols;
using PedOS.Protocols.Qrexec;

namespace PedOS.Agents.Qrexec;

/// <summary>
/// The side of a call where it was made: sends local input, delivers the service's output, learns its exit code.
/// </summary>
public sealed class CallerSide
{
    // A service that sent its exit code and neither reads nor hangs up must not keep the caller.
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(2);

    private readonly DataChannel _channel;
    private readonly CallerStreams _streams;
    private readonly ILog _log;
    private readonly CallerStreamState _state;

    /// <summary>Creates the side of a call.</summary>
    /// <param name="channel">Its data channel; stays the caller's of this constructor.</param>
    /// <param name="streams">The local streams; likewise.</param>
    /// <param name="log">Log.</param>
    public CallerSide(DataChannel channel, CallerStreams streams, ILog log)
    {
        _channel = channel;
        _streams = streams;
        _log = log;
        _state = new CallerStreamState(channel.Version);
    }

    /// <summary>Carries the call to its end.</summary>
    /// <param name="prefix">Sent before the local input.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <returns>Exit code of the service, 255 when the channel broke before it came.</returns>
    public async Task<int> RunAsync(ReadOnlyMemory<byte> prefix, CancellationToken cancellationToken)
    {
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task input = PumpInputAsync(prefix, over.Token);
        await PumpOutputAsync(cancellationToken);
        if (!input.IsCompleted)
        {
            await over.CancelAsync();
        }

        await input;
        await EndInputAsync();
        _streams.Output.Complete();
        return _state.ExitCode ?? QrexecAbi.QREXEC_EXIT_CONNECTION_LOST;
    }

    private async Task PumpInputAsync(ReadOnlyMemory<byte> prefix, CancellationToken over)
    {
        try
        {
            await SendPrefixAsync(prefix, over);
            await StreamPump.RunAsync(_streams.Input, _state.MaxBody, SendAsync, over);
            await _channel.SendFramesAsync(_state.End(), over);
        }
        catch (OperationCanceledException)
        {
            // The service has ended: nobody is left to read more.
        }
        catch (VchanClosedException)
        {
            // What the service had sent before is still delivered, above all its exit code; the reader tells the rest.
        }
    }

    private async ValueTask SendPrefixAsync(ReadOnlyMemory<byte> prefix, CancellationToken over)
    {
        while (!prefix.IsEmpty)
        {
            int length = Math.Min(prefix.Length, _state.MaxBody);
            byte[] frame = new byte[DataChannel.Headroom + length];
            prefix[..length].CopyTo(frame.AsMemory(DataChannel.Headroom));
            await SendAsync(frame, length, over);
            prefix = prefix[length..];
        }
    }

    private ValueTask SendAsync(Memory<byte> frame, int length, CancellationToken over) =>
        _channel.SendAsync(_state.Send(length), frame, over);

    // After the exit code the service is told that no more comes, unless it was told before.
    private async ValueTask EndInputAsync()
    {
        byte[] end = _state.End();
        if (end.Length > 0 && _state.ExitCode is not null)
        {
            using CancellationTokenSource limit = new(EndTimeout);
            try
            {
                await _channel.SendFramesAsync(end, limit.Token);
            }
            catch (Exception e) when (e is VchanClosedException or OperationCanceledException)
            {
                // The service did not wait for it.
            }
        }
    }

    private async Task PumpOutputAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (_state.ExitCode is null)
            {
                DataMessage message = await _channel.ReceiveAsync(cancellationToken);
                if (message.IsEnd)
                {
                    return;
                }

                DataAction action = _state.Receive(message.Header, message.Body.Span, out string? warning);
                if (warning is not null)
                {
                    _log.Warning(warning);
                }

                await DeliverAsync(action, message.Body, cancellationToken);
            }
        }
        catch (ProtocolException e)
        {
            _log.Warning($"the service broke the protocol, the call ends: {e.Message}");
            _channel.Abort();
        }
    }

    [AsyncMethodBuilder(typeof(ReusingMethodBuilder))]
    private async ValueTask DeliverAsync(
        DataAction action, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        switch (action)
        {
            case DataAction.Deliver:
                if (!await _streams.Output.WriteAsync(Filter(body, _streams.FilterOutput), cancellationToken))
                {
                    _state.CloseOutput();
                }

                break;
            case DataAction.DeliverError:
                _ = await _streams.Error.WriteAsync(Filter(body, _streams.FilterError), cancellationToken);
                break;
            case DataAction.Complete:
                _streams.Output.Complete();
                break;
        }
    }

    // The body lies in the channel's own buffer, which nobody else reads: it is filtered in place.
    private static ReadOnlyMemory<byte> Filter(ReadOnlyMemory<byte> body, bool filter)
    {
        if (filter)
        {
            Printable.Filter(System.Runtime.InteropServices.MemoryMarshal.AsMemory(body).Span);
        }

        return body;
    }
}
