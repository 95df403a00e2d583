using PedOS.Tools.Engine.Native;

namespace PedOS.Tools.Engine.Volumes;

/// <summary>What the system said about a file of the image, as the failure a person gets.</summary>
internal static class ImageFailure
{
    // The codes of Windows as HRESULT: their error number under this facility.
    private const int Facility = unchecked((int)0x80070000);

    /// <summary>The failure of a call of .NET.</summary>
    /// <param name="what">What was done, for example <c>write C:\x</c>.</param>
    /// <param name="error">What was thrown.</param>
    public static SetupException Of(string what, Exception error)
    {
        // .NET wraps the refusals of Linux; the number is inside.
        int code = (error.InnerException as IOException ?? error).HResult;
        if (error is UnauthorizedAccessException && code != Errno.ReadOnly)
        {
            return Denied(what, error);
        }

        return (code & unchecked((int)0xffff0000)) == Facility ? OfWindows(what, code & 0xffff, error)
            : error is FileNotFoundException or DirectoryNotFoundException ? Missing(what, error)
            : error is PathTooLongException ? TooLong(what, error)
            : OfLinux(what, code, error);
    }

    /// <summary>The failure of a call to the C library.</summary>
    public static SetupException OfLinux(string what, int errno, Exception? inner = null) => errno switch
    {
        Errno.NotPermitted or Errno.AccessDenied => Denied(what, inner),
        Errno.ReadOnly => ReadOnly(what, inner),
        Errno.NoSpace or Errno.QuotaExceeded => Full(what, inner),
        Errno.NoEntry or Errno.NotDirectory => Missing(what, inner),
        Errno.Busy or Errno.TextBusy or Errno.TryAgain => InUse(what, inner),
        Errno.NameTooLong => TooLong(what, inner),
        _ => Other(what, inner?.Message ?? $"error {errno}", inner),
    };

    /// <summary>The failure of a call to Windows.</summary>
    public static SetupException OfWindows(string what, int code, Exception? inner = null) => code switch
    {
        5 or 1314 => Denied(what, inner), // access denied, privilege not held
        19 => ReadOnly(what, inner), // write protected
        39 or 112 or 1295 => Full(what, inner), // disk full, quota
        2 or 3 => Missing(what, inner),
        32 or 33 => InUse(what, inner), // sharing, lock
        206 => TooLong(what, inner),
        _ => Other(what, inner?.Message ?? $"Windows error {code}", inner),
    };

    private static SetupException Denied(string what, Exception? inner) => new(
        SetupError.AccessDenied,
        $"cannot {what}: access was denied",
        "Run as administrator (root on Linux), with the image mounted for writing by that account.",
        inner);

    private static SetupException ReadOnly(string what, Exception? inner) => new(
        SetupError.ReadOnly,
        $"cannot {what}: the volume is mounted read-only",
        "Mount it for writing; ntfs-3g mounts read-only when Windows was hibernated or not shut down.",
        inner);

    private static SetupException Full(string what, Exception? inner) => new(
        SetupError.NoSpace, $"cannot {what}: the volume is full", "Free some space or enlarge the volume.", inner);

    private static SetupException Missing(string what, Exception? inner) => new(
        SetupError.NotFound,
        $"cannot {what}: there is no such file or directory",
        "Check that the image is complete.",
        inner);

    private static SetupException InUse(string what, Exception? inner) => new(
        SetupError.Busy,
        $"cannot {what}: another program uses the file",
        "Close the program that has the image open, then try again.",
        inner);

    private static SetupException TooLong(string what, Exception? inner) => new(
        SetupError.UnsafePath,
        $"cannot {what}: the path is too long for the system",
        "Mount the image at a shorter path.",
        inner);

    private static SetupException Other(string what, string why, Exception? inner) => new(
        SetupError.InputOutput,
        $"cannot {what}: reading or writing failed: {why}",
        "Check the disk and the file system of the image.",
        inner);
}
