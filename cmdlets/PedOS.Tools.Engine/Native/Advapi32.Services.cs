using System.Runtime.InteropServices;

namespace PedOS.Tools.Engine.Native;

/// <summary>The service control manager, as winsvc.h declares it.</summary>
internal static partial class Advapi32
{
    public const uint SC_MANAGER_CONNECT = 0x1;
    public const uint SC_MANAGER_CREATE_SERVICE = 0x2;

    public const uint SERVICE_QUERY_CONFIG = 0x1;
    public const uint SERVICE_CHANGE_CONFIG = 0x2;
    public const uint SERVICE_QUERY_STATUS = 0x4;
    public const uint SERVICE_ENUMERATE_DEPENDENTS = 0x8;
    public const uint SERVICE_START = 0x10;
    public const uint SERVICE_STOP = 0x20;
    public const uint SERVICE_ACCESS_DELETE = 0x1_0000;

    public const uint SERVICE_WIN32_OWN_PROCESS = 0x10;
    public const uint SERVICE_ERROR_NORMAL = 1;
    public const uint SERVICE_NO_CHANGE = 0xFFFF_FFFF;

    public const uint SERVICE_CONFIG_DESCRIPTION = 1;
    public const uint SERVICE_CONFIG_FAILURE_ACTIONS = 2;
    public const uint SERVICE_CONFIG_DELAYED_AUTO_START_INFO = 3;
    public const uint SERVICE_CONFIG_FAILURE_ACTIONS_FLAG = 4;

    public const uint SC_ACTION_RESTART = 1;

    public const uint SERVICE_STOPPED = 1;
    public const uint SERVICE_START_PENDING = 2;
    public const uint SERVICE_STOP_PENDING = 3;
    public const uint SERVICE_RUNNING = 4;
    public const uint SERVICE_ACTIVE = 1;
    public const uint SERVICE_CONTROL_STOP = 1;
    public const uint SC_STATUS_PROCESS_INFO = 0;

    [DllImport("advapi32.dll", EntryPoint = "OpenSCManagerW", CharSet = CharSet.Unicode, ExactSpelling = true,
        SetLastError = true)]
    public static extern ServiceHandle OpenSCManager(string? machine, string? database, uint access);

    [DllImport("advapi32.dll", EntryPoint = "OpenServiceW", CharSet = CharSet.Unicode, ExactSpelling = true,
        SetLastError = true)]
    public static extern ServiceHandle OpenService(ServiceHandle manager, string name, uint access);

    [DllImport("advapi32.dll", EntryPoint = "CreateServiceW", CharSet = CharSet.Unicode, ExactSpelling = true,
        SetLastError = true)]
    public static extern ServiceHandle CreateService(
        ServiceHandle manager, string name, string displayName, uint access, uint type, uint start, uint errorControl,
        string command, string? group, IntPtr tag, string dependencies, string? account, string? password);

    [DllImport("advapi32.dll", EntryPoint = "ChangeServiceConfigW", CharSet = CharSet.Unicode, ExactSpelling = true,
        SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool ChangeServiceConfig(
        ServiceHandle service, uint type, uint start, uint errorControl, string command, string? group, IntPtr tag,
        string dependencies, string? account, string? password, string displayName);

    [DllImport("advapi32.dll", EntryPoint = "ChangeServiceConfig2W", ExactSpelling = true, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool ChangeServiceConfig2(ServiceHandle service, uint level, IntPtr information);

    [DllImport("advapi32.dll", EntryPoint = "QueryServiceConfigW", ExactSpelling = true, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool QueryServiceConfig(ServiceHandle service, IntPtr buffer, uint size, out uint needed);

    [DllImport("advapi32.dll", EntryPoint = "QueryServiceConfig2W", ExactSpelling = true, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool QueryServiceConfig2(
        ServiceHandle service, uint level, IntPtr buffer, uint size, out uint needed);

    [DllImport("advapi32.dll", ExactSpelling = true, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool QueryServiceStatusEx(
        ServiceHandle service, uint level, out ServiceStatus status, int size, out uint needed);

    [DllImport("advapi32.dll", EntryPoint = "EnumDependentServicesW", ExactSpelling = true, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool EnumDependentServices(
        ServiceHandle service, uint state, IntPtr buffer, uint size, out uint needed, out uint count);

    [DllImport("advapi32.dll", EntryPoint = "StartServiceW", ExactSpelling = true, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool StartService(ServiceHandle service, uint count, IntPtr arguments);

    /// <param name="service">The service.</param>
    /// <param name="control">What to tell it.</param>
    /// <param name="status">A SERVICE_STATUS: the first 28 bytes of the structure.</param>
    [DllImport("advapi32.dll", ExactSpelling = true, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool ControlService(ServiceHandle service, uint control, out ServiceStatus status);

    [DllImport("advapi32.dll", ExactSpelling = true, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool DeleteService(ServiceHandle service);

    [DllImport("advapi32.dll", ExactSpelling = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool CloseServiceHandle(IntPtr handle);

    /// <summary>SERVICE_STATUS_PROCESS.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct ServiceStatus
    {
        public uint Type;
        public uint State;
        public uint Accepts;
        public uint Win32ExitCode;
        public uint ServiceExitCode;
        public uint CheckPoint;
        public uint WaitHint;
        public uint Process;
        public uint Flags;
    }

    /// <summary>QUERY_SERVICE_CONFIGW; the pointers lead into the same memory.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct ServiceConfig
    {
        public uint Type;
        public uint Start;
        public uint ErrorControl;
        public IntPtr Command;
        public IntPtr Group;
        public uint Tag;
        public IntPtr Dependencies;
        public IntPtr Account;
        public IntPtr DisplayName;
    }

    /// <summary>SERVICE_FAILURE_ACTIONSW; each action is a type and milliseconds.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct FailureActions
    {
        public uint ResetSeconds;
        public IntPtr Message;
        public IntPtr Command;
        public uint Count;
        public IntPtr Actions;
    }
}
