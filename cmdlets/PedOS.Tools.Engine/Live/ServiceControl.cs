using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Native;

namespace PedOS.Tools.Engine.Live;

/// <summary>Starts and stops services, and waits for what they say.</summary>
/// <remarks>
/// A service that is on its way tells how long its next step may take and counts its steps. One that overruns its own
/// word without a step has hung. Between two looks passes a tenth of what it said, as the system's manual recommends.
/// </remarks>
internal sealed class ServiceControl : IServiceControl
{
    private const int LeastLook = 50;
    private const int MostLook = 1000;

    // What a service gets that promises less, or nothing.
    private const int LeastPatience = 30_000;

    // After its last word a process still has its files open for a moment.
    private const uint EndOfProcess = 30_000;

    /// <inheritdoc/>
    public bool IsRunning(string name)
    {
        using ServiceHandle manager = ServiceManager.Connect(Advapi32.SC_MANAGER_CONNECT, Subject(name));
        using ServiceHandle? service = ServiceManager.TryOpen(manager, name, Advapi32.SERVICE_QUERY_STATUS);
        return service is not null
            && Status(service, name).State is Advapi32.SERVICE_RUNNING or Advapi32.SERVICE_START_PENDING;
    }

    /// <inheritdoc/>
    public void Start(string name, CancellationToken cancellationToken)
    {
        using ServiceHandle manager = ServiceManager.Connect(Advapi32.SC_MANAGER_CONNECT, Subject(name));
        using ServiceHandle service = ServiceManager.TryOpen(
            manager, name, Advapi32.SERVICE_QUERY_STATUS | Advapi32.SERVICE_START)
            ?? throw Win32Error.Failure("OpenService", Subject(name), Win32Error.ERROR_SERVICE_DOES_NOT_EXIST);
        if (Status(service, name).State == Advapi32.SERVICE_STOP_PENDING)
        {
            _ = Wait(service, name, Advapi32.SERVICE_STOP_PENDING, cancellationToken);
        }

        Request(service, name, cancellationToken);
        Advapi32.ServiceStatus status = Wait(service, name, Advapi32.SERVICE_START_PENDING, cancellationToken);
        if (status.State != Advapi32.SERVICE_RUNNING)
        {
            uint code = status.Win32ExitCode == Win32Error.ERROR_SERVICE_SPECIFIC_ERROR
                ? status.ServiceExitCode
                : status.Win32ExitCode;
            throw new SetupException(
                SetupError.SystemRefused,
                $"{Subject(name)} ended while it started, exit code {code.ToString(CultureInfo.InvariantCulture)}",
                "Read its log and the system's event log.");
        }
    }

    /// <inheritdoc/>
    public void Stop(string name, CancellationToken cancellationToken)
    {
        using ServiceHandle manager = ServiceManager.Connect(Advapi32.SC_MANAGER_CONNECT, Subject(name));
        using ServiceHandle? service = ServiceManager.TryOpen(
            manager,
            name,
            Advapi32.SERVICE_QUERY_STATUS | Advapi32.SERVICE_STOP | Advapi32.SERVICE_ENUMERATE_DEPENDENTS);
        if (service is null || Status(service, name).State == Advapi32.SERVICE_STOPPED)
        {
            return;
        }

        // The manager lists them in the order in which they can be stopped, those of those included.
        foreach (string dependent in ServiceDependents.Running(service, Subject(name)))
        {
            using ServiceHandle? other = ServiceManager.TryOpen(
                manager, dependent, Advapi32.SERVICE_QUERY_STATUS | Advapi32.SERVICE_STOP);
            if (other is not null)
            {
                StopOne(other, dependent, cancellationToken);
            }
        }

        StopOne(service, name, cancellationToken);
    }

    // While Windows starts, the manager takes no requests.
    private static void Request(ServiceHandle service, string name, CancellationToken cancellationToken)
    {
        Stopwatch waited = Stopwatch.StartNew();
        while (!Advapi32.StartService(service, 0, IntPtr.Zero))
        {
            int error = Marshal.GetLastWin32Error();
            if (error == Win32Error.ERROR_SERVICE_ALREADY_RUNNING)
            {
                return;
            }

            if (error != Win32Error.ERROR_SERVICE_DATABASE_LOCKED || waited.ElapsedMilliseconds > LeastPatience)
            {
                throw Win32Error.Failure("StartService", Subject(name), error);
            }

            if (cancellationToken.WaitHandle.WaitOne(MostLook))
            {
                throw new OperationCanceledException(cancellationToken);
            }
        }
    }

    private static void StopOne(ServiceHandle service, string name, CancellationToken cancellationToken)
    {
        Advapi32.ServiceStatus before = Status(service, name);
        if (before.State == Advapi32.SERVICE_START_PENDING)
        {
            // It takes no word before it runs.
            before = Wait(service, name, Advapi32.SERVICE_START_PENDING, cancellationToken);
        }

        if (before.State == Advapi32.SERVICE_STOPPED)
        {
            return;
        }

        using ProcessHandle process = Kernel32.OpenProcess(Kernel32.SYNCHRONIZE, inheritable: false, before.Process);
        if (before.State != Advapi32.SERVICE_STOP_PENDING
            && !Advapi32.ControlService(service, Advapi32.SERVICE_CONTROL_STOP, out _)
            && Marshal.GetLastWin32Error() != Win32Error.ERROR_SERVICE_NOT_ACTIVE)
        {
            throw Win32Error.Last("ControlService", Subject(name));
        }

        if (Wait(service, name, Advapi32.SERVICE_STOP_PENDING, cancellationToken).State != Advapi32.SERVICE_STOPPED)
        {
            throw new SetupException(
                SetupError.SystemRefused, $"{Subject(name)} does not stop", "Stop it by hand, then try again.");
        }

        bool isOwnProcess = before.Type == Advapi32.SERVICE_WIN32_OWN_PROCESS;
        if (isOwnProcess
            && !process.IsInvalid
            && Kernel32.WaitForSingleObject(process, EndOfProcess) == Kernel32.WAIT_TIMEOUT)
        {
            throw new SetupException(
                SetupError.SystemRefused,
                $"{Subject(name)} has stopped and its process does not end",
                "End the process by hand, then try again.");
        }
    }

    /// <summary>Waits as long as a service is in a state, or has not left the one before it.</summary>
    private static Advapi32.ServiceStatus Wait(
        ServiceHandle service, string name, uint pending, CancellationToken cancellationToken)
    {
        Advapi32.ServiceStatus status = Status(service, name);
        uint step = status.CheckPoint;
        Stopwatch sinceStep = Stopwatch.StartNew();
        while (status.State == pending || IsBefore(status.State, pending))
        {
            if (sinceStep.ElapsedMilliseconds > Math.Max(LeastPatience, (long)status.WaitHint))
            {
                throw new SetupException(
                    SetupError.SystemRefused,
                    $"{Subject(name)} makes no progress",
                    "Read its log; restart Windows when it hangs again.");
            }

            int look = (int)Math.Min(MostLook, Math.Max(LeastLook, status.WaitHint / 10));
            if (cancellationToken.WaitHandle.WaitOne(look))
            {
                throw new OperationCanceledException(cancellationToken);
            }

            status = Status(service, name);
            if (status.CheckPoint != step)
            {
                step = status.CheckPoint;
                sinceStep.Restart();
            }
        }

        return status;
    }

    // The manager answers the stop before the service has said a word about it.
    private static bool IsBefore(uint state, uint pending) =>
        pending == Advapi32.SERVICE_STOP_PENDING && state == Advapi32.SERVICE_RUNNING;

    private static Advapi32.ServiceStatus Status(ServiceHandle service, string name) =>
        Advapi32.QueryServiceStatusEx(
            service,
            Advapi32.SC_STATUS_PROCESS_INFO,
            out Advapi32.ServiceStatus status,
            Marshal.SizeOf<Advapi32.ServiceStatus>(),
            out _)
            ? status
            : throw Win32Error.Last("QueryServiceStatusEx", Subject(name));

    private static string Subject(string name) => $"the service {name}";
}
