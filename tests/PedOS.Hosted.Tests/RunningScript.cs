using System.Diagnostics;
using System.Management.Automation;
using Xunit;

namespace PedOS.Hosted.Tests;

/// <summary>A script that runs beside the test.</summary>
internal sealed class RunningScript : IDisposable
{
    // A machine that has other things to do takes its time; what is wrong takes for ever.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(5);

    private readonly PowerShell _shell;
    private readonly PSDataCollection<PSObject> _output = [];
    private readonly IAsyncResult _running;

    public RunningScript(Session session, string script)
    {
        _shell = session.Prepare(script);
        _running = _shell.BeginInvoke<PSObject, PSObject>(null, _output);
    }

    /// <summary>What it gave until now; to enumerate the collection would be to wait for its end.</summary>
    public IReadOnlyList<object> Output =>
        [.. Enumerable.Range(0, _output.Count).Select(index => _output[index].BaseObject)];

    public IReadOnlyList<ErrorRecord> Errors => [.. _shell.Streams.Error];

    public bool IsOver => _running.IsCompleted;

    /// <summary>Waits until something is so.</summary>
    public static void WaitUntil(Func<bool> isSo)
    {
        long begin = Stopwatch.GetTimestamp();
        while (!isSo())
        {
            Assert.True(Stopwatch.GetElapsedTime(begin) < Patience, "it never came to that");
            Thread.Sleep(5);
        }
    }

    /// <summary>Waits until it has ended by itself.</summary>
    /// <exception cref="RuntimeException">A failure has ended it.</exception>
    public void Finish()
    {
        Assert.True(_running.AsyncWaitHandle.WaitOne(Patience), "it does not end");
        _ = _shell.EndInvoke(_running);
    }

    /// <summary>Ctrl-C. It has ended when this returns.</summary>
    public void Stop()
    {
        IAsyncResult stopping = _shell.BeginStop(null, null);
        Assert.True(stopping.AsyncWaitHandle.WaitOne(AtOnce), $"it has not stopped after {AtOnce.TotalSeconds} s");
        _shell.EndStop(stopping);
        Assert.True(_running.IsCompleted);
        Assert.Equal(PSInvocationState.Stopped, _shell.InvocationStateInfo.State);
    }

    public void Dispose()
    {
        if (!_running.IsCompleted && !_shell.BeginStop(null, null).AsyncWaitHandle.WaitOne(AtOnce))
        {
            // It cannot be stopped, which a test has told: to dispose it would be to wait for ever.
            return;
        }

        _shell.Dispose();
        _output.Dispose();
    }
}
