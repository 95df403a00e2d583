using System.Runtime.InteropServices;
using PedOS.Agents.Hosting;
using PedOS.Agents.Windows.Interop;

namespace PedOS.Agents.Windows.Hosting;

/// <summary>
/// Runs a program as a Windows service when the service control manager started it, else as a console program that ends
/// with Ctrl-C.
/// </summary>
/// <remarks>
/// An exception of the program is not caught: the process then ends without having reported a stop, which is what makes
/// the service control manager start it again.
/// </remarks>
public static unsafe class WindowsService
{
    private const uint NoError = 0;
    private const uint ErrorCallNotImplemented = 120;

    // A process has one service, and its entry points are functions without a place for an object.
    private static Running? _running;

    /// <summary>Runs the program to its end; to be called once, from Main, before anything takes long.</summary>
    /// <param name="name">Name of the service.</param>
    /// <param name="program">The work; its token is cancelled when it is told to stop. Returns the exit code.</param>
    /// <param name="events">Told what else the service control manager says.</param>
    /// <returns>Exit code for the process.</returns>
    /// <exception cref="IOException">
    /// The service control manager started this process and does not talk to it.
    /// </exception>
    public static int Run(string name, Func<CancellationToken, Task<int>> program, ServiceEvents events)
    {
        using Running running = new(name, program, events);
        _running = running;
        fixed (char* serviceName = name)
        {
            Advapi32.ServiceTableEntry* table = stackalloc Advapi32.ServiceTableEntry[2];
            table[0] = new Advapi32.ServiceTableEntry { Name = serviceName, Main = &ServiceMain };
            table[1] = default;
            if (Advapi32.StartServiceCtrlDispatcher(table))
            {
                return running.ExitCode;
            }
        }

        int error = Marshal.GetLastPInvokeError();
        return error == Win32Error.ERROR_FAILED_SERVICE_CONTROLLER_CONNECT
            ? RunAsProgram(program)
            : throw Win32Error.Exception($"the service {name} cannot be started", error);
    }

    private static int RunAsProgram(Func<CancellationToken, Task<int>> program)
    {
        using StopSignals signals = new();
        return program(signals.Stopping).GetAwaiter().GetResult();
    }

    [UnmanagedCallersOnly]
    private static void ServiceMain(uint count, char** arguments) => _running!.Work();

    [UnmanagedCallersOnly]
    private static uint OnControl(uint control, uint eventType, void* eventData, void* context) =>
        _running!.Handle(control, eventType);

    private sealed class Running(string name, Func<CancellationToken, Task<int>> program, ServiceEvents events)
        : IDisposable
    {
        private readonly CancellationTokenSource _stopping = new();
        private ServiceState? _state;

        // Kept only so that it is somebody's; it fails when a callback of the token throws, as Cancel would.
        private Task _cancelling = Task.CompletedTask;

        public int ExitCode { get; private set; }

        // On a thread of the service control manager, which is ours until the service has ended.
        public void Work()
        {
            nint handle;
            fixed (char* serviceName = name)
            {
                handle = Advapi32.RegisterServiceCtrlHandlerEx(serviceName, &OnControl, null);
            }

            if (handle == 0)
            {
                throw Win32Error.Last($"the service {name} cannot hear the service control manager");
            }

            // A report that fails cannot be made to anybody else.
            using ServiceState state = new(
                status => _ = Advapi32.SetServiceStatus(handle, status), TimeProvider.System);
            state.Starting();
            Volatile.Write(ref _state, state);
            Task<int> work = program(_stopping.Token);
            state.Running();
            ExitCode = work.GetAwaiter().GetResult();
            _cancelling.GetAwaiter().GetResult();
            state.Stopped(ExitCode);
        }

        // On the thread of the service control manager: must return at once.
        public uint Handle(uint control, uint eventType)
        {
            switch (control)
            {
                case Advapi32.SERVICE_CONTROL_STOP or Advapi32.SERVICE_CONTROL_SHUTDOWN:
                    Volatile.Read(ref _state)?.Stopping();
                    _cancelling = _stopping.CancelAsync();
                    return NoError;
                case Advapi32.SERVICE_CONTROL_INTERROGATE:
                    Volatile.Read(ref _state)?.Repeat();
                    return NoError;
                case Advapi32.SERVICE_CONTROL_SESSIONCHANGE:
                    events.Sessions.ReportChange();
                    return NoError;
                case Advapi32.SERVICE_CONTROL_POWEREVENT:
                    if (eventType == Advapi32.PBT_APMRESUMEAUTOMATIC)
                    {
                        events.ReportResume();
                    }

                    return NoError;
                default:
                    return ErrorCallNotImplemented;
            }
        }

        public void Dispose()
        {
            // ServiceState is disposed where it was made.
            _stopping.Dispose();
        }
    }
}
