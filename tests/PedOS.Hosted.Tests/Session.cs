using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace PedOS.Hosted.Tests;

/// <summary>A runspace with the module in it, and a host that writes down what is said to it.</summary>
internal sealed class Session : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public Session()
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.ImportPSModule([Workbench.Module]);
        state.ThrowOnRunspaceOpenError = true;
        Runspace = RunspaceFactory.CreateRunspace(Host, state);
        Runspace.Open();
    }

    public RecordingHost Host { get; } = new();

    public Runspace Runspace { get; }

    /// <summary>Gives scripts a variable.</summary>
    public Session With(string name, object? value)
    {
        Runspace.SessionStateProxy.SetVariable(name, value);
        return this;
    }

    /// <summary>A script that has not begun.</summary>
    public PowerShell Prepare(string script)
    {
        PowerShell shell = PowerShell.Create();
        shell.Runspace = Runspace;
        return shell.AddScript(script, useLocalScope: true);
    }

    /// <summary>Runs a script to its end.</summary>
    /// <exception cref="TimeoutException">It does not end.</exception>
    public Outcome Run(string script, params object[] input)
    {
        using PowerShell shell = Prepare(script);
        using PSDataCollection<object> given = [.. input];
        using PSDataCollection<object> output = [];
        given.Complete();
        ErrorRecord? end = null;
        try
        {
            IAsyncResult running = shell.BeginInvoke(given, output);
            if (!running.AsyncWaitHandle.WaitOne(Patience))
            {
                shell.Stop();
                throw new TimeoutException($"{script} does not end");
            }

            _ = shell.EndInvoke(running);
        }
        catch (RuntimeException e)
        {
            end = e.ErrorRecord;
        }

        ErrorRecord[] errors = [.. shell.Streams.Error, .. (ErrorRecord[])(end is null ? [] : [end])];
        return new Outcome(
            [.. output.Select(static o => o is PSObject wrapped ? wrapped.BaseObject : o)],
            errors,
            [.. shell.Streams.Warning.Select(static w => w.Message)],
            [.. shell.Streams.Progress]);
    }

    public void Dispose()
    {
        if (Runspace.RunspaceAvailability == RunspaceAvailability.Busy)
        {
            // A script that cannot be stopped: nobody waits for it.
            Runspace.CloseAsync();
        }
        else
        {
            Runspace.Dispose();
        }
    }
}
