using System.ComponentModel;
using System.Runtime.InteropServices;

namespace PedOS.Agents.Windows.Interop;

/// <summary>Numbers of winerror.h, spelled as there, and exceptions made of them.</summary>
internal static class Win32Error
{
    public const int ERROR_SUCCESS = 0;
    public const int ERROR_FILE_NOT_FOUND = 2;
    public const int ERROR_PATH_NOT_FOUND = 3;
    public const int ERROR_ACCESS_DENIED = 5;
    public const int ERROR_WRITE_PROTECT = 19;
    public const int ERROR_SHARING_VIOLATION = 32;
    public const int ERROR_HANDLE_EOF = 38;
    public const int ERROR_BROKEN_PIPE = 109;
    public const int ERROR_DISK_FULL = 112;
    public const int ERROR_SEM_TIMEOUT = 121;
    public const int ERROR_INSUFFICIENT_BUFFER = 122;
    public const int ERROR_DIR_NOT_EMPTY = 145;
    public const int ERROR_PIPE_BUSY = 231;
    public const int ERROR_NO_DATA = 232;
    public const int ERROR_PIPE_NOT_CONNECTED = 233;
    public const int ERROR_PIPE_CONNECTED = 535;
    public const int ERROR_OPERATION_ABORTED = 995;
    public const int ERROR_IO_PENDING = 997;
    public const int ERROR_NO_TOKEN = 1008;
    public const int ERROR_SERVICE_DOES_NOT_EXIST = 1060;
    public const int ERROR_FAILED_SERVICE_CONTROLLER_CONNECT = 1063;
    public const int ERROR_SERVICE_SPECIFIC_ERROR = 1066;
    public const int ERROR_DISK_QUOTA_EXCEEDED = 1295;

    /// <summary>An exception for the last error of this thread.</summary>
    /// <param name="what">What failed, on what.</param>
    public static IOException Last(string what) => Exception(what, Marshal.GetLastPInvokeError());

    /// <summary>The number an exception of ours was made for; 0 for any other exception.</summary>
    public static int Of(IOException exception) =>
        exception.InnerException is Win32Exception system ? system.NativeErrorCode : ERROR_SUCCESS;

    /// <summary>An exception for an error number.</summary>
    public static IOException Exception(string what, int error)
    {
        Win32Exception system = new(error);
        return new IOException($"{what}: {system.Message} (error {error})", system);
    }
}
