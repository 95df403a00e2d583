using System.Runtime.InteropServices;

namespace PedOS.Agents.Windows.Interop;

/// <summary>The event log.</summary>
internal static partial class Advapi32
{
    public const ushort EVENTLOG_ERROR_TYPE = 1;
    public const ushort EVENTLOG_WARNING_TYPE = 2;
    public const ushort EVENTLOG_INFORMATION_TYPE = 4;

    [LibraryImport(
        "advapi32.dll", EntryPoint = "RegisterEventSourceW",
        SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    public static partial EventSourceHandle RegisterEventSource(string? server, string source);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool DeregisterEventSource(nint source);

    [LibraryImport("advapi32.dll", EntryPoint = "ReportEventW", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static unsafe partial bool ReportEvent(
        EventSourceHandle source, ushort type, ushort category, uint id, nint user, ushort stringCount, uint dataSize,
        char** strings, nint data);
}
