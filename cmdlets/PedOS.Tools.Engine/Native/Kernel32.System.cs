using System.Runtime.InteropServices;

namespace PedOS.Tools.Engine.Native;

/// <summary>The system, processes and memory.</summary>
internal static partial class Kernel32
{
    public const ushort PROCESSOR_ARCHITECTURE_AMD64 = 9;
    public const ushort IMAGE_FILE_MACHINE_UNKNOWN = 0;
    public const ushort IMAGE_FILE_MACHINE_AMD64 = 0x8664;
    public const ushort IMAGE_FILE_MACHINE_ARM64 = 0xAA64;

    public const uint SYNCHRONIZE = 0x10_0000;
    public const uint WAIT_OBJECT_0 = 0;
    public const uint WAIT_TIMEOUT = 258;

    [DllImport("kernel32.dll", ExactSpelling = true)]
    public static extern IntPtr GetCurrentProcess();

    [DllImport("kernel32.dll", ExactSpelling = true, SetLastError = true)]
    public static extern ProcessHandle OpenProcess(
        uint access, [MarshalAs(UnmanagedType.Bool)] bool inheritable, uint process);

    [DllImport("kernel32.dll", ExactSpelling = true, SetLastError = true)]
    public static extern uint WaitForSingleObject(ProcessHandle process, uint milliseconds);

    [DllImport("kernel32.dll", ExactSpelling = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool CloseHandle(IntPtr handle);

    public const uint LMEM_FIXED = 0;

    [DllImport("kernel32.dll", ExactSpelling = true, SetLastError = true)]
    public static extern IntPtr LocalAlloc(uint flags, UIntPtr bytes);

    [DllImport("kernel32.dll", ExactSpelling = true)]
    public static extern IntPtr LocalFree(IntPtr memory);

    [DllImport("kernel32.dll", ExactSpelling = true)]
    public static extern void GetNativeSystemInfo(out SystemInfo information);

    /// <summary>Windows 10 1709 and later.</summary>
    [DllImport("kernel32.dll", ExactSpelling = true, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool IsWow64Process2(IntPtr process, out ushort processMachine, out ushort nativeMachine);

    [DllImport("kernel32.dll", EntryPoint = "GetSystemWindowsDirectoryW", CharSet = CharSet.Unicode,
        ExactSpelling = true, SetLastError = true)]
    public static extern uint GetSystemWindowsDirectory([Out] char[] buffer, uint size);

    /// <summary>SYSTEM_INFO.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct SystemInfo
    {
        public ushort Architecture;
        public ushort Reserved;
        public uint PageSize;
        public IntPtr LeastAddress;
        public IntPtr GreatestAddress;
        public IntPtr ActiveProcessors;
        public uint Processors;
        public uint ProcessorType;
        public uint AllocationGranularity;
        public ushort ProcessorLevel;
        public ushort ProcessorRevision;
    }
}
