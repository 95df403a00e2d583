using System.Runtime.InteropServices;
using PedOS.Agents.Windows.Interop;

namespace PedOS.Agents.Windows.Tests.Hosting;

/// <summary>A service that a test installs, controls and removes.</summary>
internal sealed partial class ServiceControl : IDisposable
{
    private const uint AllAccess = 0xF003F;
    private const uint ServiceAllAccess = 0xF01FF;
    private const uint OwnProcess = 0x10;
    private const uint DemandStart = 3;

    private readonly nint _manager;
    private readonly nint _service;

    public ServiceControl(string name, string commandLine)
    {
        _manager = OpenSCManager(0, 0, AllAccess);
        _service = CreateService(
            _manager, name, name, ServiceAllAccess, OwnProcess, DemandStart, 1, commandLine, null, 0, null, null, null);
        if (_service == 0)
        {
            throw Win32Error.Last($"the service {name} cannot be made");
        }
    }

    public Advapi32.ServiceStatus Status
    {
        get
        {
            return QueryServiceStatus(_service, out Advapi32.ServiceStatus status)
                ? status
                : throw Win32Error.Last("no status");
        }
    }

    public void Start()
    {
        if (!StartService(_service, 0, 0))
        {
            throw Win32Error.Last("the service cannot be started");
        }
    }

    public bool Control(uint control) => ControlService(_service, control, out _);

    public async Task<Advapi32.ServiceStatus> WaitAsync(uint state)
    {
        for (int i = 0; i < 300; i++)
        {
            Advapi32.ServiceStatus status = Status;
            if (status.CurrentState == state)
            {
                return status;
            }

            await Task.Delay(100);
        }

        throw new TimeoutException($"the service stays in state {Status.CurrentState}");
    }

    public void Dispose()
    {
        _ = DeleteService(_service);
        _ = CloseServiceHandle(_service);
        _ = CloseServiceHandle(_manager);
    }

    [LibraryImport("advapi32.dll", EntryPoint = "OpenSCManagerW", SetLastError = true)]
    private static partial nint OpenSCManager(nint machine, nint database, uint access);

    [LibraryImport(
        "advapi32.dll",
        EntryPoint = "CreateServiceW",
        SetLastError = true,
        StringMarshalling = StringMarshalling.Utf16)]
    private static partial nint CreateService(
        nint manager, string name, string display, uint access, uint type, uint start, uint error, string path,
        string? group, nint tag, string? dependencies, string? account, string? password);

    [LibraryImport("advapi32.dll", EntryPoint = "StartServiceW", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool StartService(nint service, uint count, nint arguments);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool ControlService(nint service, uint control, out Advapi32.ServiceStatus status);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool QueryServiceStatus(nint service, out Advapi32.ServiceStatus status);

    [LibraryImport("advapi32.dll")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool DeleteService(nint service);

    [LibraryImport("advapi32.dll")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CloseServiceHandle(nint handle);
}
