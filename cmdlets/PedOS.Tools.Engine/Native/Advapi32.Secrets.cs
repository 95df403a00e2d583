using System.Runtime.InteropServices;

namespace PedOS.Tools.Engine.Native;

/// <summary>Secrets of the local security authority, as ntsecapi.h declares them; all return an NTSTATUS.</summary>
internal static partial class Advapi32
{
    public const uint POLICY_GET_PRIVATE_INFORMATION = 0x4;
    public const uint POLICY_CREATE_SECRET = 0x20;
    public const uint STATUS_OBJECT_NAME_NOT_FOUND = 0xC000_0034;

    [DllImport("advapi32.dll", ExactSpelling = true)]
    public static extern uint LsaOpenPolicy(
        IntPtr machine, in ObjectAttributes attributes, uint access, out PolicyHandle policy);

    [DllImport("advapi32.dll", ExactSpelling = true)]
    public static extern uint LsaStorePrivateData(PolicyHandle policy, in UnicodeString name, IntPtr data);

    [DllImport("advapi32.dll", ExactSpelling = true)]
    public static extern uint LsaRetrievePrivateData(PolicyHandle policy, in UnicodeString name, out IntPtr data);

    [DllImport("advapi32.dll", ExactSpelling = true)]
    public static extern uint LsaFreeMemory(IntPtr memory);

    [DllImport("advapi32.dll", ExactSpelling = true)]
    public static extern uint LsaClose(IntPtr handle);

    [DllImport("advapi32.dll", ExactSpelling = true)]
    public static extern int LsaNtStatusToWinError(uint status);

    /// <summary>LSA_UNICODE_STRING; lengths in bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct UnicodeString
    {
        public ushort Length;
        public ushort MaxLength;
        public IntPtr Buffer;
    }

    /// <summary>LSA_OBJECT_ATTRIBUTES; all zero but for the length.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct ObjectAttributes
    {
        public int Length;
        public IntPtr Root;
        public IntPtr Name;
        public uint Attributes;
        public IntPtr Descriptor;
        public IntPtr Quality;
    }
}
