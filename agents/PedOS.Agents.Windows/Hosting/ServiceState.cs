using PedOS.Agents.Windows.Interop;

namespace PedOS.Agents.Windows.Hosting;

/// <summary>
/// Reports the state of a service: starting, running, stopping, stopped. While it stops, the checkpoint moves on as
/// long as that may last; after it the service control manager is right to call the service hung.
/// </summary>
/// <param name="report">Hands a status to the service control manager.</param>
/// <param name="clock">Time.</param>
internal sealed class ServiceState(Action<Advapi32.ServiceStatus> report, TimeProvider clock) : IDisposable
{
    private const uint Accepted = Advapi32.SERVICE_ACCEPT_STOP | Advapi32.SERVICE_ACCEPT_SHUTDOWN
        | Advapi32.SERVICE_ACCEPT_POWEREVENT | Advapi32.SERVICE_ACCEPT_SESSIONCHANGE;

    // The manager is told to expect a sign of life within the hint; signs come more than twice as often.
    private static readonly TimeSpan WaitHint = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(2);

    // Arbitrary: far above what ending the calls may take.
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private Advapi32.ServiceStatus _status = new() { ServiceType = Advapi32.SERVICE_WIN32_OWN_PROCESS };
    private ITimer? _signs;
    private long _stopBegan;

    /// <summary>The service begins to start.</summary>
    public void Starting() => Enter(Advapi32.SERVICE_START_PENDING);

    /// <summary>The service works.</summary>
    public void Running() => Enter(Advapi32.SERVICE_RUNNING);

    /// <summary>The service was told to stop.</summary>
    public void Stopping()
    {
        lock (_gate)
        {
            if (_status.CurrentState is Advapi32.SERVICE_STOP_PENDING or Advapi32.SERVICE_STOPPED)
            {
                return;
            }

            _stopBegan = clock.GetTimestamp();
            Enter(Advapi32.SERVICE_STOP_PENDING);
            _signs = clock.CreateTimer(_ => ShowLife(), null, SignOfLife, SignOfLife);
        }
    }

    /// <summary>The service has ended; nothing may be reported after it.</summary>
    /// <param name="exitCode">0, or the code of its own that it failed with.</param>
    public void Stopped(int exitCode)
    {
        lock (_gate)
        {
            _signs?.Dispose();
            _status.Win32ExitCode = exitCode == 0 ? 0u : Win32Error.ERROR_SERVICE_SPECIFIC_ERROR;
            _status.ServiceSpecificExitCode = unchecked((uint)exitCode);
            Enter(Advapi32.SERVICE_STOPPED);
        }
    }

    /// <summary>Reports the present state again.</summary>
    public void Repeat()
    {
        lock (_gate)
        {
            report(_status);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _signs?.Dispose();

    private void ShowLife()
    {
        lock (_gate)
        {
            if (_status.CurrentState == Advapi32.SERVICE_STOP_PENDING
                && clock.GetElapsedTime(_stopBegan) < LongestStop)
            {
                _status.CheckPoint++;
                report(_status);
            }
        }
    }

    private void Enter(uint state)
    {
        lock (_gate)
        {
            bool pending = state is Advapi32.SERVICE_START_PENDING or Advapi32.SERVICE_STOP_PENDING;
            _status.CurrentState = state;
            _status.ControlsAccepted = state == Advapi32.SERVICE_RUNNING ? Accepted : 0;
            _status.CheckPoint = pending ? 1u : 0u;
            _status.WaitHint = pending ? (uint)WaitHint.TotalMilliseconds : 0;
            report(_status);
        }
    }
}
