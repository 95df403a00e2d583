using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PedOS.Tools.Engine.Native;

/// <summary>Security descriptors, privileges and the shutdown.</summary>
internal static partial class Advapi32
{
    public const uint SDDL_REVISION_1 = 1;

    public const uint SE_FILE_OBJECT = 1;
    public const uint OWNER_SECURITY_INFORMATION = 1;
    public const uint GROUP_SECURITY_INFORMATION = 2;
    public const uint DACL_SECURITY_INFORMATION = 4;
    public const uint UNPROTECTED_DACL_SECURITY_INFORMATION = 0x2000_0000;
    public const uint PROTECTED_DACL_SECURITY_INFORMATION = 0x8000_0000;

    public const uint TOKEN_ADJUST_PRIVILEGES = 0x20;
    public const uint TOKEN_QUERY = 8;
    public const uint SE_PRIVILEGE_ENABLED = 2;

    [DllImport("advapi32.dll", EntryPoint = "ConvertStringSecurityDescriptorToSecurityDescriptorW",
        CharSet = CharSet.Unicode, ExactSpelling = true, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool ConvertStringSecurityDescriptorToSecurityDescriptor(
        string sddl, uint revision, out LocalMemory descriptor, IntPtr size);

    [DllImport("advapi32.dll", ExactSpelling = true, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool GetSecurityDescriptorDacl(
        LocalMemory descriptor,
        [MarshalAs(UnmanagedType.Bool)] out bool isPresent,
        out IntPtr dacl,
        [MarshalAs(UnmanagedType.Bool)] out bool isDefaulted);

    [DllImport("advapi32.dll", ExactSpelling = true, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool GetSecurityDescriptorOwner(
        LocalMemory descriptor, out IntPtr owner, [MarshalAs(UnmanagedType.Bool)] out bool isDefaulted);

    [DllImport("advapi32.dll", ExactSpelling = true, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool GetSecurityDescriptorGroup(
        LocalMemory descriptor, out IntPtr group, [MarshalAs(UnmanagedType.Bool)] out bool isDefaulted);

    [DllImport("advapi32.dll", ExactSpelling = true)]
    public static extern uint GetSecurityDescriptorLength(LocalMemory descriptor);

    [DllImport("advapi32.dll", ExactSpelling = true, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool GetSecurityDescriptorControl(
        LocalMemory descriptor, out ushort control, out uint revision);

    /// <returns>An error number, not through the last error.</returns>
    [DllImport("advapi32.dll", ExactSpelling = true)]
    public static extern int SetSecurityInfo(
        SafeFileHandle file, uint type, uint what, IntPtr owner, IntPtr group, IntPtr dacl, IntPtr sacl);

    /// <returns>An error number, not through the last error.</returns>
    [DllImport("advapi32.dll", ExactSpelling = true)]
    public static extern int GetSecurityInfo(
        SafeFileHandle file, uint type, uint what, IntPtr owner, IntPtr group, IntPtr dacl, IntPtr sacl,
        out LocalMemory descriptor);

    [DllImport("advapi32.dll", EntryPoint = "SetFileSecurityW", CharSet = CharSet.Unicode, ExactSpelling = true,
        SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool SetFileSecurity(string path, uint what, byte[] descriptor);

    [DllImport("advapi32.dll", EntryPoint = "GetFileSecurityW", CharSet = CharSet.Unicode, ExactSpelling = true,
        SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool GetFileSecurity(
        string path, uint what, byte[] descriptor, uint length, out uint needed);

    [DllImport("advapi32.dll", ExactSpelling = true, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool OpenProcessToken(IntPtr process, uint access, out ProcessHandle token);

    [DllImport("advapi32.dll", EntryPoint = "LookupPrivilegeValueW", CharSet = CharSet.Unicode, ExactSpelling = true,
        SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool LookupPrivilegeValue(string? system, string name, out long luid);

    /// <summary>Succeeds with ERROR_NOT_ALL_ASSIGNED when the token does not have the privilege.</summary>
    [DllImport("advapi32.dll", ExactSpelling = true, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool AdjustTokenPrivileges(
        ProcessHandle token,
        [MarshalAs(UnmanagedType.Bool)] bool disableAll,
        in TokenPrivilege wanted,
        uint size,
        IntPtr before,
        IntPtr beforeSize);

    [DllImport("advapi32.dll", EntryPoint = "InitiateSystemShutdownExW", CharSet = CharSet.Unicode,
        ExactSpelling = true, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static extern bool InitiateSystemShutdownEx(
        string? machine,
        string message,
        uint seconds,
        [MarshalAs(UnmanagedType.Bool)] bool closePrograms,
        [MarshalAs(UnmanagedType.Bool)] bool restart,
        uint reason);

    /// <summary>SECURITY_ATTRIBUTES.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct SecurityAttributes
    {
        public int Length;
        public IntPtr Descriptor;
        public int IsInheritable;
    }

    /// <summary>TOKEN_PRIVILEGES with one entry; the LUID is aligned to four bytes.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    public struct TokenPrivilege
    {
        public uint Count;
        public long Luid;
        public uint Attributes;
    }
}
