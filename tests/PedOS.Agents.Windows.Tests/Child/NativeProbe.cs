using System.Runtime.InteropServices;

namespace PedOS.Agents.Windows.Tests.Child;

/// <summary>What a child asks the system about itself.</summary>
internal static unsafe partial class NativeProbe
{
    public const int StandardInput = -10;
    public const int StandardOutput = -11;
    public const int StandardError = -12;

    [LibraryImport("kernel32.dll")]
    public static partial nint GetStdHandle(int which);

    [LibraryImport("kernel32.dll")]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool SetStdHandle(int which, nint handle);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool CloseHandle(nint handle);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool GetHandleInformation(nint handle, out uint flags);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool SetHandleInformation(nint handle, uint mask, uint flags);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool WriteFile(nint handle, byte* bytes, int count, out int written, nint overlapped);

    [LibraryImport(
        "kernel32.dll", EntryPoint = "CreateEventW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    public static partial nint CreateEvent(void* attributes, int manualReset, int initialState, string name);

    [LibraryImport("ntdll.dll")]
    public static partial int NtQueryObject(
        nint handle, int kind, void* information, uint length, out uint returned);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool IsProcessInJob(nint process, nint job, out int result);
}
