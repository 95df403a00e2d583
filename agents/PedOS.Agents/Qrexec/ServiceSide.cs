using PedOS.Agents.Logging;
using PedOS.Agents.Processes;
using PedOS.Agents.Vchan;
using PedOS.Protocols;
using PedOS.Protocols.Qrexec;

namespace PedOS.Agents.Qrexec;

/// <summary>
/// The side of a call where the service runs: feeds it what the caller sends, sends what it says, and its exit code
/// last.
/// </summary>
/// <remarks>
/// The order in which everything ends: the service's outputs, one empty message each; the exit code; then the caller,
/// which says that no more comes or hangs up; then the channel. A caller that still sends while the channel closes
/// would lose what it has not read, above all the exit code.
/// </remarks>
public sealed class ServiceSide
{
    // Diagnostics are short; a small buffer keeps a thousand idle calls cheap where an idle pipe cannot give its buffer
    // back.
    private const int ErrorChunk = 4096 - DataChannel.Headroom;

    // A caller that has the exit code ends at once. One that does not read for so long, or keeps silent, may lose it.
    private static readonly TimeSpan FarewellTimeout = TimeSpan.FromSeconds(5);

    private readonly DataChannel _channel;
    private readonly ILaunchedProcess _service;
    private readonly CallIsOver _rule;
    private readonly TimeProvider _time;
    private readonly ILog _log;
    private readonly ServiceStreamState _state;
    private readonly TaskCompletionSource _inputEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _callerEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Creates the side of a call.</summary>
    /// <param name="channel">Its data channel; stays the caller's of this constructor.</param>
    /// <param name="service">The running service; likewise.</param>
    /// <param name="rule">When the call is over.</param>
    /// <param name="time">Clock of the wait for the caller.</param>
    /// <param name="log">Log.</param>
    public ServiceSide(
        DataChannel channel, ILaunchedProcess service, CallIsOver rule, TimeProvider time, ILog log)
    {
        _channel = channel;
        _service = service;
        _rule = rule;
        _time = time;
        _log = log;
        _state = new ServiceStreamState(channel.Version, justExec: false);
    }

    /// <summary>Carries the call to its end.</summary>
    /// <returns>
    /// Exit code of the service; null when the caller went away before it could be sent. The service has ended in both
    /// cases.
    /// </returns>
    public async Task<int?> RunAsync()
    {
        using CancellationTokenSource lost = new();
        Task input = PumpInputAsync(lost.Token);
        Task<int?> work = WorkAsync(lost.Token);
        if (await Task.WhenAny(input, work) == input && !work.IsCompleted)
        {
            // The caller is gone: the service learns it from its closed streams, and is not killed.
            await lost.CancelAsync();
            _service.Dispose();
        }

        int? exitCode = await work;
        if (exitCode is not null)
        {
            await PartAsync();
        }

        await lost.CancelAsync();
        await input;
        return exitCode;
    }

    /// <summary>
    /// After the last message: waits, a bounded time, until a caller that has no service to feed has heard it.
    /// </summary>
    /// <param name="channel">Its channel; nobody else reads from it.</param>
    /// <param name="state">What was sent on it.</param>
    /// <param name="time">Clock of the wait.</param>
    public static async ValueTask PartAsync(DataChannel channel, ServiceStreamState state, TimeProvider time)
    {
        using CancellationTokenSource limit = new(FarewellTimeout, time);
        try
        {
            while (!state.CallerEnded)
            {
                DataMessage message = await channel.ReceiveAsync(limit.Token);
                if (message.IsEnd)
                {
                    return;
                }

                _ = state.Receive(message.Header, out _);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ProtocolException)
        {
            // It had its time, or is nobody to be waited for.
        }
    }

    private async Task PartAsync()
    {
        // What is still written into a service that is over would hold the reader up.
        _state.CloseInput();
        _service.Dispose();
        try
        {
            await _callerEnded.Task.WaitAsync(FarewellTimeout, _time);
        }
        catch (TimeoutException)
        {
            _log.Debug("the caller does not end after the exit code; the channel is closed all the same");
        }
    }

    private async Task<int?> WorkAsync(CancellationToken lost)
    {
        Task error = _service.Error is null
            ? SendAsync(MessageType.DataStderr, new byte[DataChannel.Headroom], 0, lost).AsTask()
            : PumpOutputAsync(_service.Error, MessageType.DataStderr, ErrorChunk, lost);
        Task output = PumpOutputAsync(_service.Output, MessageType.DataStdout, _state.MaxBody, lost);
        try
        {
            int exitCode = await ExitAsync(output);
            await Task.WhenAll(output, error);
            await _channel.SendFramesAsync(_state.End(exitCode), lost);
            return exitCode;
        }
        catch (Exception e) when (e is VchanClosedException or OperationCanceledException)
        {
            _service.Dispose();
            await Task.WhenAll(output, error).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _ = await _service.Exited;
            return null;
        }
    }

    // A program's exit closes its input, not its outputs: a grandchild may go on writing.
    private async Task<int> ExitAsync(Task output)
    {
        if (_rule == CallIsOver.AtProgramExit)
        {
            int exitCode = await _service.Exited;
            _state.CloseInput();
            _service.Input.Complete();
            return exitCode;
        }

        if (_rule == CallIsOver.AtCallerEof)
        {
            _ = await Task.WhenAny(_inputEnded.Task, output);
            if (_inputEnded.Task.IsCompleted)
            {
                _service.Output.Dispose();
            }
        }

        await output;
        if (_rule != CallIsOver.AtServiceEof && await _service.Input.WriteAsync(default, default))
        {
            await _inputEnded.Task;
        }

        return 0;
    }

    private async Task PumpOutputAsync(IByteSource source, MessageType type, int chunk, CancellationToken lost)
    {
        try
        {
            await StreamPump.RunAsync(
                source, chunk, (frame, length, token) => SendAsync(type, frame, length, token), lost);
            await SendAsync(type, new byte[DataChannel.Headroom], 0, lost);
        }
        catch (VchanClosedException)
        {
            // Whoever reads from the caller may be waiting for a service that reads nothing, and the service for room
            // in its output: only its closed streams set it free.
            _service.Dispose();
            throw;
        }
    }

    private ValueTask SendAsync(MessageType type, Memory<byte> frame, int length, CancellationToken lost) =>
        _channel.SendAsync(_state.Send(type, length), frame, lost);

    // Ends when the channel does.
    private async Task PumpInputAsync(CancellationToken lost)
    {
        try
        {
            while (true)
            {
                DataMessage message = await _channel.ReceiveAsync(lost);
                if (message.IsEnd)
                {
                    return;
                }

                DataAction action = _state.Receive(message.Header, out string? warning);
                if (warning is not null)
                {
                    _log.Warning(warning);
                }

                if (action == DataAction.Complete
                    || (action == DataAction.Deliver
                        && !await _service.Input.WriteAsync(message.Body, lost)))
                {
                    _state.CloseInput();
                    _service.Input.Complete();
                    _ = _inputEnded.TrySetResult();
                }

                if (_state.CallerEnded)
                {
                    _ = _callerEnded.TrySetResult();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The call is over.
        }
        catch (ProtocolException e)
        {
            _log.Warning($"a caller broke the protocol, its call ends: {e.Message}");
            _channel.Abort();
        }
        finally
        {
            _ = _inputEnded.TrySetResult();
            _ = _callerEnded.TrySetResult();
        }
    }
}
