using System.Collections.Concurrent;
using System.Threading.Channels;
using PedOS.Agents.Logging;
using PedOS.Agents.Qrexec;
using PedOS.Protocols;
using PedOS.Protocols.Wrapper;

namespace PedOS.QrexecWrapper;

/// <summary>
/// Takes calls from the agent, runs them side by side, reports each end. Outlives the agent until its calls end.
/// </summary>
internal sealed class WrapperLoop(MessageLink agent, CallRunner runner, ILog log)
{
    // Bounded by the number of running calls, which the agent bounds.
    private readonly Channel<WrapperMessage> _outgoing =
        Channel.CreateUnbounded<WrapperMessage>(new() { SingleReader = true, AllowSynchronousContinuations = true });

    // Everything under way, calls and helpers.
    private readonly ConcurrentDictionary<Task, bool> _running = new();

    /// <summary>Works until the agent is gone and every call has ended.</summary>
    public async Task RunAsync()
    {
        _ = _outgoing.Writer.TryWrite(new WrapperReady(Environment.ProcessId));
        Task writing = WriteAsync();
        try
        {
            while (await agent.ReceiveAsync(CancellationToken.None) is { } message)
            {
                Begin(message);
            }
        }
        catch (ProtocolException e)
        {
            log.Error("the agent sent something that is not a message; no more calls are taken", e);
        }

        if (!_running.IsEmpty)
        {
            log.Info($"the agent is gone; {_running.Count} calls go on to their end");
        }

        await Task.WhenAll(_running.Keys);
        _outgoing.Writer.Complete();
        await writing;
    }

    private void Begin(WrapperMessage message)
    {
        switch (message)
        {
            case StartCall call:
                Track(() => runner.RunAsync(call), exitCode => new CallEnded(call.CallId, exitCode));
                break;
            case StartHelper helper:
                Track(() => runner.RunAsync(helper), exitCode => new HelperEnded(helper.HelperId, exitCode));
                break;
            default:
                log.Warning($"the agent sent an unexpected {message.GetType().Name}");
                break;
        }
    }

    private void Track(Func<Task<int>> run, Func<int, WrapperMessage> report)
    {
        TaskCompletionSource ended = new();
        _running[ended.Task] = true;
        _ = RunAndReportAsync(run, report, ended);
    }

    // Runs in its own time; its end is awaited through the task in _running.
    private async Task RunAndReportAsync(
        Func<Task<int>> run, Func<int, WrapperMessage> report, TaskCompletionSource ended)
    {
        int exitCode = await run();
        _ = _running.TryRemove(ended.Task, out _);
        _ = _outgoing.Writer.TryWrite(report(exitCode));
        ended.SetResult();
    }

    private async Task WriteAsync()
    {
        await foreach (WrapperMessage message in _outgoing.Reader.ReadAllAsync())
        {
            // An agent that is gone is noticed by the reader.
            _ = await agent.SendAsync(message, CancellationToken.None);
        }
    }
}
