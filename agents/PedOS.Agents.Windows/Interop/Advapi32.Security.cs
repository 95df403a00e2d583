using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PedOS.Agents.Windows.Interop;

/// <summary>Tokens and security descriptors.</summary>
internal static unsafe partial class Advapi32
{
    public const uint SDDL_REVISION_1 = 1;
    public const uint TOKEN_DUPLICATE = 0x2;
    public const uint TOKEN_QUERY = 0x8;
    public const uint TOKEN_ADJUST_PRIVILEGES = 0x20;
    public const uint SE_PRIVILEGE_ENABLED = 0x2;
    public const uint MAXIMUM_ALLOWED = 0x0200_0000;
    public const int TokenUser = 1;
    public const int TokenOwner = 4;
    public const int TokenSessionId = 12;
    public const int TokenPrimary = 1;
    public const int SecurityIdentification = 1;
    public const int SE_KERNEL_OBJECT = 6;
    public const uint OWNER_SECURITY_INFORMATION = 0x1;
    public const uint DACL_SECURITY_INFORMATION = 0x4;

    [LibraryImport(
        "advapi32.dll", EntryPoint = "ConvertStringSecurityDescriptorToSecurityDescriptorW",
        SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool ConvertStringSecurityDescriptorToSecurityDescriptor(
        string text, uint revision, out nint descriptor, nint size);

    [LibraryImport(
        "advapi32.dll", EntryPoint = "ConvertStringSidToSidW", SetLastError = true,
        StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool ConvertStringSidToSid(string text, out nint sid);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool CheckTokenMembership(
        SafeAccessTokenHandle token, nint sid, [MarshalAs(UnmanagedType.Bool)] out bool isMember);

    [LibraryImport("advapi32.dll", EntryPoint = "ConvertSidToStringSidW", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool ConvertSidToStringSid(nint sid, out nint text);

    [LibraryImport("advapi32.dll", EntryPoint = "LookupAccountSidW", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static unsafe partial bool LookupAccountSid(
        nint system, nint sid, char* name, ref uint nameLength, char* domain, ref uint domainLength, out int use);

    [LibraryImport(
        "advapi32.dll", EntryPoint = "LookupAccountNameW", SetLastError = true,
        StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static unsafe partial bool LookupAccountName(
        string? system, string account, byte* sid, ref uint sidLength, char* domain, ref uint domainLength,
        out int use);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool OpenProcessToken(nint process, uint access, out SafeAccessTokenHandle token);

    [LibraryImport(
        "advapi32.dll", EntryPoint = "LookupPrivilegeValueW", SetLastError = true,
        StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool LookupPrivilegeValue(string? system, string name, out long luid);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool AdjustTokenPrivileges(
        SafeAccessTokenHandle token, int disableAll, TokenPrivilege* state, uint length, nint before, nint needed);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool OpenThreadToken(
        nint thread, uint access, [MarshalAs(UnmanagedType.Bool)] bool openAsSelf, out SafeAccessTokenHandle token);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static unsafe partial bool GetTokenInformation(
        SafeAccessTokenHandle token, int kind, void* information, int length, out int needed);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static unsafe partial bool SetTokenInformation(
        SafeAccessTokenHandle token, int kind, void* information, int length);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool DuplicateTokenEx(
        SafeAccessTokenHandle token, uint access, nint attributes, int level, int kind, out SafeAccessTokenHandle copy);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool ImpersonateNamedPipeClient(SafePipeHandle pipe);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool RevertToSelf();

    [LibraryImport("advapi32.dll", EntryPoint = "CreateProcessAsUserW", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static unsafe partial bool CreateProcessAsUser(
        SafeAccessTokenHandle token, char* application, char* commandLine, nint processAttributes,
        nint threadAttributes,
        int inheritHandles, uint flags, char* environment, char* directory, Kernel32.StartupInfoEx* startup,
        Kernel32.ProcessInformation* information);

    /// <returns>An error number, not through the last error.</returns>
    [LibraryImport("advapi32.dll")]
    public static partial int GetSecurityInfo(
        SafePipeHandle handle, int kind, uint what, out nint owner, nint group, nint dacl, nint sacl,
        out nint descriptor);

    /// <summary>Writes a self-relative descriptor.</summary>
    [LibraryImport("advapi32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool GetKernelObjectSecurity(
        SafeFileHandle handle, uint what, byte* descriptor, uint size, out uint needed);

    /// <summary>TOKEN_PRIVILEGES with one entry; the LUID is aligned to four bytes.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    public struct TokenPrivilege
    {
        public uint Count;
        public long Luid;
        public uint Attributes;
    }
}
