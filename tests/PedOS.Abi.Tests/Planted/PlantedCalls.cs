using System.Runtime.InteropServices;

namespace PedOS.Abi.Tests.Planted;

/// <summary>Declarations with one error of each kind, and right ones beside them.</summary>
internal static partial class PlantedCalls
{
    public const uint GENERIC_READ = 0x8000_0000;

    /// <summary>Wrong: it is 0x40000000.</summary>
    public const uint GENERIC_WRITE = 0x4000_0001;

    [LibraryImport("kernel32.dll", EntryPoint = "CreateFileW", StringMarshalling = StringMarshalling.Utf16)]
    public static partial nint Right(
        string path, uint access, uint share, nint security, uint disposition, uint flags, nint template);

    /// <summary>Wrong: it has no parameter.</summary>
    [LibraryImport("kernel32.dll", EntryPoint = "GetCurrentProcessId")]
    public static partial uint ParameterTooMany(uint more);

    /// <summary>Wrong: the second one is a pointer.</summary>
    [LibraryImport("kernel32.dll", EntryPoint = "GetExitCodeProcess")]
    public static partial int ParameterTooSmall(nint process, uint exitCode);

    /// <summary>Wrong: it gives a handle.</summary>
    [LibraryImport("kernel32.dll", EntryPoint = "GetCurrentProcess")]
    public static partial int ResultTooSmall();

    /// <summary>Wrong: another library has it.</summary>
    [LibraryImport("user32.dll", EntryPoint = "GetCurrentThreadId")]
    public static partial uint OtherLibrary();

    /// <summary>Right: FILETIME.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Right8
    {
        public uint Low;
        public uint High;
    }

    /// <summary>Wrong: LUID_AND_ATTRIBUTES has its second field behind eight bytes.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 12)]
    public struct OffsetOff
    {
        [FieldOffset(0)] public uint Low;
        [FieldOffset(4)] public uint Attributes;
    }

    /// <summary>Wrong: SYSTEMTIME has 16 bytes.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 20)]
    public struct SizeOff
    {
        public ushort Year;
        public ushort Month;
    }

    /// <summary>Wrong: the parts of SECURITY_ATTRIBUTES are larger.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 24)]
    public struct FieldTooSmall
    {
        [FieldOffset(0)] public uint Length;
        [FieldOffset(8)] public uint Descriptor;
    }
}
