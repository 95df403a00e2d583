using System.Collections.Concurrent;
using System.Threading.Channels;
using PedOS.Agents.Async;
using PedOS.Agents.Logging;
using PedOS.Agents.Processes;
using PedOS.Agents.Qrexec;
using PedOS.Protocols;
using PedOS.Protocols.Qrexec;
using PedOS.Protocols.Wrapper;

namespace PedOS.QrexecAgent;

/// <summary>
/// Keeps one wrapper running. When it dies its calls are reported as ended and another one takes the next calls.
/// </summary>
internal sealed class WrapperSupervisor(IWrapperStarter starter, TimeProvider time, ILog log)
{
    // A wrapper that lives this long was well; its death does not count towards the pause before the next.
    private static readonly TimeSpan Healthy = TimeSpan.FromSeconds(5);

    // Bounded by the call table.
    private readonly Channel<WrapperMessage> _queue =
        Channel.CreateUnbounded<WrapperMessage>(new() { SingleReader = true, AllowSynchronousContinuations = true });

    private readonly ConcurrentDictionary<Work, bool> _sent = new();

    /// <summary>Called with the number and the exit code of each call that has ended; must not block.</summary>
    public event Action<uint, int>? CallEnded;

    /// <summary>The same for helpers, which have numbers of their own.</summary>
    public event Action<uint, int>? HelperEnded;

    /// <summary>Hands a call or a helper to the wrapper, or keeps it until there is one.</summary>
    public void Send(WrapperMessage message) => _ = _queue.Writer.TryWrite(message);

    /// <summary>Works until cancelled; the wrapper then finishes its calls without us.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        Backoff backoff = new(time, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(10));
        try
        {
            while (true)
            {
                long started = time.GetTimestamp();
                await ServeAsync(stopping);
                EndAll();
                stopping.ThrowIfCancellationRequested();
                if (time.GetElapsedTime(started) > Healthy)
                {
                    backoff.Reset();
                }
                else
                {
                    await backoff.WaitAsync(stopping);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private async Task ServeAsync(CancellationToken stopping)
    {
        try
        {
            using IWrapperProcess wrapper = await starter.StartAsync(stopping);
            MessageLink link = new(wrapper.FromWrapper, wrapper.ToWrapper);
            using CancellationTokenSource gone = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            Task reading = ReadAsync(link, gone.Token);
            Task writing = WriteAsync(link, gone.Token);
            try
            {
                // A writer that ended has seen the wrapper's end, which its reader sees too, or a fault of ours.
                if (await Task.WhenAny(reading, writing) == writing)
                {
                    await writing;
                }

                await reading;
            }
            finally
            {
                await gone.CancelAsync();
                await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await writing;
            }
        }
        catch (LaunchException e)
        {
            log.Error("the wrapper cannot be started; calls that wait for it end, and it is tried again", e);
            EndQueued();
        }
        catch (ProtocolException e)
        {
            log.Error("the wrapper sent something that is not a message", e);
        }
    }

    private async Task ReadAsync(MessageLink link, CancellationToken stopping)
    {
        while (await link.ReceiveAsync(stopping) is { } message)
        {
            switch (message)
            {
                case Protocols.Wrapper.CallEnded ended:
                    End(new Work(IsHelper: false, ended.CallId), ended.ExitCode);
                    break;
                case Protocols.Wrapper.HelperEnded ended:
                    End(new Work(IsHelper: true, ended.HelperId), ended.ExitCode);
                    break;
                case WrapperReady ready:
                    log.Info($"the wrapper is process {ready.ProcessId}");
                    break;
            }
        }

        log.Error($"the wrapper is gone; {_sent.Count} calls end with it, the next one takes over");
    }

    private async Task WriteAsync(MessageLink link, CancellationToken gone)
    {
        try
        {
            while (await _queue.Reader.WaitToReadAsync(gone))
            {
                while (_queue.Reader.TryPeek(out WrapperMessage? message))
                {
                    // Counted as sent before the wrapper can answer, and not at all when it stays for the next one.
                    bool isSent = false;
                    _sent[Work.Of(message)] = true;
                    try
                    {
                        isSent = await SendAsync(link, message, gone);
                    }
                    finally
                    {
                        if (!isSent)
                        {
                            _ = _sent.TryRemove(Work.Of(message), out _);
                        }
                    }

                    if (!isSent)
                    {
                        return;
                    }

                    _ = _queue.Reader.TryRead(out _);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The reader has seen the end, or the agent stops.
        }
    }

    // A definition may name its argument many times.
    private async ValueTask<bool> SendAsync(MessageLink link, WrapperMessage message, CancellationToken gone)
    {
        try
        {
            return await link.SendAsync(message, gone);
        }
        catch (ArgumentException e) when (message is StartCall { Plan: not FailPlan } call)
        {
            log.Error($"call {call.CallId} at {call.Address} is too long for the wrapper; it fails", e);
            FailPlan plan = new(QrexecAbi.QREXEC_EXIT_PROBLEM, $"the call is too long to be started: {e.Message}");
            return await link.SendAsync(call with { Plan = plan }, gone);
        }
    }

    private void EndAll()
    {
        foreach (Work work in _sent.Keys)
        {
            End(work, QrexecAbi.QREXEC_EXIT_CONNECTION_LOST);
        }
    }

    private void EndQueued()
    {
        while (_queue.Reader.TryRead(out WrapperMessage? message))
        {
            Report(Work.Of(message), QrexecAbi.QREXEC_EXIT_PROBLEM);
        }
    }

    // A wrapper that names something it was not given has no part in it.
    private void End(Work work, int exitCode)
    {
        if (_sent.TryRemove(work, out _))
        {
            Report(work, exitCode);
        }
    }

    private void Report(Work work, int exitCode) =>
        (work.IsHelper ? HelperEnded : CallEnded)?.Invoke(work.Id, exitCode);

    private readonly record struct Work(bool IsHelper, uint Id)
    {
        public static Work Of(WrapperMessage message) => message switch
        {
            StartCall call => new Work(false, call.CallId),
            StartHelper helper => new Work(true, helper.HelperId),
            _ => throw new ArgumentException($"a wrapper is not sent a {message.GetType().Name}", nameof(message)),
        };
    }
}
