using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PedOS.Agents.Windows.Interop;

/// <summary>Pipes and overlapped I/O.</summary>
internal static partial class Kernel32
{
    public const uint PIPE_ACCESS_INBOUND = 0x1;
    public const uint PIPE_ACCESS_OUTBOUND = 0x2;
    public const uint PIPE_ACCESS_DUPLEX = 0x3;
    public const uint FILE_FLAG_FIRST_PIPE_INSTANCE = 0x0008_0000;
    public const uint FILE_FLAG_OVERLAPPED = 0x4000_0000;
    public const uint SECURITY_SQOS_PRESENT = 0x0010_0000;
    public const uint SECURITY_ANONYMOUS = 0;
    public const uint SECURITY_IDENTIFICATION = 0x0001_0000;
    public const uint PIPE_TYPE_BYTE = 0x0;
    public const uint PIPE_REJECT_REMOTE_CLIENTS = 0x8;
    public const uint PIPE_UNLIMITED_INSTANCES = 255;
    public const uint OPEN_EXISTING = 3;

    public const byte FILE_SKIP_COMPLETION_PORT_ON_SUCCESS = 0x1;
    public const byte FILE_SKIP_SET_EVENT_ON_HANDLE = 0x2;

    public const uint FILE_TYPE_PIPE = 3;

    public const uint FILE_READ_DATA = 0x1;
    public const uint FILE_WRITE_DATA = 0x2;
    public const uint FILE_READ_ATTRIBUTES = 0x80;
    public const uint FILE_WRITE_ATTRIBUTES = 0x100;
    public const uint READ_CONTROL = 0x0002_0000;
    public const uint SYNCHRONIZE = 0x0010_0000;
    public const uint GENERIC_READ = 0x8000_0000;
    public const uint GENERIC_WRITE = 0x4000_0000;
    public const uint FILE_SHARE_READ = 0x1;
    public const uint FILE_SHARE_WRITE = 0x2;
    public const uint FILE_FLAG_BACKUP_SEMANTICS = 0x200_0000;
    public const uint FILE_FLAG_OPEN_REPARSE_POINT = 0x20_0000;

    [LibraryImport(
        "kernel32.dll", EntryPoint = "CreateNamedPipeW",
        SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    public static partial SafePipeHandle CreateNamedPipe(
        string name, uint openMode, uint pipeMode, uint maxInstances, uint outBufferSize, uint inBufferSize,
        uint defaultTimeout, in SecurityAttributes attributes);

    [LibraryImport(
        "kernel32.dll", EntryPoint = "CreateFileW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    public static partial SafePipeHandle OpenPipe(
        string name, uint access, uint share, nint attributes, uint disposition, uint flags, nint template);

    [LibraryImport(
        "kernel32.dll", EntryPoint = "CreateFileW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    public static partial SafeFileHandle OpenFile(
        string name, uint access, uint share, in SecurityAttributes attributes, uint disposition, uint flags,
        nint template);

    [LibraryImport(
        "kernel32.dll", EntryPoint = "WaitNamedPipeW",
        SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool WaitNamedPipe(string name, uint milliseconds);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool SetFileCompletionNotificationModes(SafePipeHandle file, byte flags);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static unsafe partial bool ConnectNamedPipe(SafePipeHandle pipe, NativeOverlapped* overlapped);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool DisconnectNamedPipe(SafePipeHandle pipe);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static unsafe partial bool ReadFile(
        SafePipeHandle pipe, byte* buffer, int count, nint transferred, NativeOverlapped* overlapped);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static unsafe partial bool WriteFile(
        SafePipeHandle pipe, byte* buffer, int count, nint transferred, NativeOverlapped* overlapped);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static unsafe partial bool WriteFile(
        SafeFileHandle file, byte* buffer, int count, out int written, nint overlapped);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    public static partial uint GetFileType(nint file);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static unsafe partial bool CancelIoEx(nint file, NativeOverlapped* overlapped);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool GetNamedPipeClientProcessId(SafePipeHandle pipe, out uint processId);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool GetNamedPipeServerProcessId(SafePipeHandle pipe, out uint processId);
}
