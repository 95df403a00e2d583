namespace PedOS.Tools.Engine.Native;

/// <summary>Error numbers of Linux that have a meaning of their own here.</summary>
internal static class Errno
{
    public const int NotPermitted = 1; // EPERM
    public const int NoEntry = 2; // ENOENT
    public const int InputOutput = 5; // EIO
    public const int TryAgain = 11; // EAGAIN, EWOULDBLOCK
    public const int AccessDenied = 13; // EACCES
    public const int Busy = 16; // EBUSY
    public const int Exists = 17; // EEXIST
    public const int NotDirectory = 20; // ENOTDIR
    public const int Invalid = 22; // EINVAL
    public const int TextBusy = 26; // ETXTBSY
    public const int NoSpace = 28; // ENOSPC
    public const int ReadOnly = 30; // EROFS
    public const int TooManyLinks = 31; // EMLINK
    public const int TooSmall = 34; // ERANGE
    public const int NameTooLong = 36; // ENAMETOOLONG
    public const int NotImplemented = 38; // ENOSYS
    public const int NotEmpty = 39; // ENOTEMPTY
    public const int NotSupported = 95; // EOPNOTSUPP
    public const int QuotaExceeded = 122; // EDQUOT
}
