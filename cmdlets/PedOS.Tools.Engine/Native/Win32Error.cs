using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;

namespace PedOS.Tools.Engine.Native;

/// <summary>Numbers of winerror.h, spelled as there, and failures made of them.</summary>
internal static class Win32Error
{
    public const int ERROR_SUCCESS = 0;
    public const int ERROR_INVALID_FUNCTION = 1;
    public const int ERROR_FILE_NOT_FOUND = 2;
    public const int ERROR_PATH_NOT_FOUND = 3;
    public const int ERROR_ACCESS_DENIED = 5;
    public const int ERROR_NO_MORE_FILES = 18;
    public const int ERROR_WRITE_PROTECT = 19;
    public const int ERROR_SHARING_VIOLATION = 32;
    public const int ERROR_LOCK_VIOLATION = 33;
    public const int ERROR_HANDLE_DISK_FULL = 39;
    public const int ERROR_NOT_SUPPORTED = 50;
    public const int ERROR_FILE_EXISTS = 80;
    public const int ERROR_DISK_FULL = 112;
    public const int ERROR_INSUFFICIENT_BUFFER = 122;
    public const int ERROR_INVALID_LEVEL = 124;
    public const int ERROR_DIR_NOT_EMPTY = 145;
    public const int ERROR_ALREADY_EXISTS = 183;
    public const int ERROR_MORE_DATA = 234;
    public const int ERROR_NO_MORE_ITEMS = 259;
    public const int ERROR_DEPENDENT_SERVICES_RUNNING = 1051;
    public const int ERROR_SERVICE_DATABASE_LOCKED = 1055;
    public const int ERROR_SERVICE_ALREADY_RUNNING = 1056;
    public const int ERROR_SERVICE_DOES_NOT_EXIST = 1060;
    public const int ERROR_SERVICE_NOT_ACTIVE = 1062;
    public const int ERROR_SERVICE_SPECIFIC_ERROR = 1066;
    public const int ERROR_SERVICE_MARKED_FOR_DELETE = 1072;
    public const int ERROR_TOO_MANY_LINKS = 1142;
    public const int ERROR_USER_MAPPED_FILE = 1224;
    public const int ERROR_ELEVATION_REQUIRED = 740;
    public const int ERROR_NOT_ALL_ASSIGNED = 1300;
    public const int ERROR_PRIVILEGE_NOT_HELD = 1314;
    public const int ERROR_BADDB = 1009;
    public const int ERROR_REGISTRY_CORRUPT = 1015;

    private const string Elevate = "Run this as an administrator, elevated, or as SYSTEM.";

    /// <summary>A failure for the last error of this thread, which the call before must have set.</summary>
    /// <param name="function">Function that failed.</param>
    /// <param name="subject">Path, key or service it was about.</param>
    public static SetupException Last(string function, string subject) =>
        Failure(function, subject, Marshal.GetLastWin32Error());

    /// <summary>A failure for an error number.</summary>
    public static SetupException Failure(string function, string subject, int error)
    {
        (SetupError id, string remedy) = Meaning(error);
        return Failure(id, function, subject, error, remedy);
    }

    /// <summary>A failure for an error number whose meaning the caller knows better.</summary>
    public static SetupException Failure(SetupError id, string function, string subject, int error, string remedy)
    {
        Win32Exception system = new(error);
        string number = error.ToString(CultureInfo.InvariantCulture);
        return new SetupException(id, $"{subject}: {function} says: {system.Message} (error {number})", remedy, system);
    }

    private static (SetupError Id, string Remedy) Meaning(int error) => error switch
    {
        ERROR_ACCESS_DENIED or ERROR_PRIVILEGE_NOT_HELD or ERROR_NOT_ALL_ASSIGNED or ERROR_ELEVATION_REQUIRED =>
            (SetupError.AccessDenied, Elevate),
        ERROR_FILE_NOT_FOUND or ERROR_PATH_NOT_FOUND or ERROR_SERVICE_DOES_NOT_EXIST =>
            (SetupError.NotFound, "Repair the installation, then try again."),
        ERROR_WRITE_PROTECT => (SetupError.ReadOnly, "Make the volume writable, then try again."),
        ERROR_DISK_FULL or ERROR_HANDLE_DISK_FULL =>
            (SetupError.NoSpace, "Make room on the system drive, then try again."),
        ERROR_SHARING_VIOLATION or ERROR_LOCK_VIOLATION or ERROR_USER_MAPPED_FILE =>
            (SetupError.InputOutput, "Close the program that uses it, then try again."),
        ERROR_SERVICE_MARKED_FOR_DELETE =>
            (SetupError.PendingRestart, "Close programs that show services, or restart Windows, then try again."),
        ERROR_BADDB or ERROR_REGISTRY_CORRUPT =>
            (SetupError.DamagedHive, "Restore the registry from a backup, then try again."),
        _ => (SetupError.SystemRefused, "Look the error number up in the system's event log, then try again."),
    };
}
