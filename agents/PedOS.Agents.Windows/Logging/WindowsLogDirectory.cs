using Microsoft.Win32.SafeHandles;
using PedOS.Agents.Logging;
using PedOS.Agents.Windows.Interop;
using PedOS.Agents.Windows.Security;
using PedOS.Tools.Contracts.Files;

namespace PedOS.Agents.Windows.Logging;

/// <summary>
/// A directory for logs that nobody can change but Windows, the administrators and this account. It is held open so
/// that nobody can rename or remove it, nor what is above it; and it is used by the name that the system has for it, in
/// which there is no link: that leads there as long as it is open.
/// </summary>
internal sealed unsafe class WindowsLogDirectory : LogDirectory
{
    // Lists have a 16-bit size.
    private const int MaxDescriptor = 2 * 65536;

    // Characters of the longest name, with its end.
    private const int MaxName = 32768;

    private readonly SafeFileHandle _handle;

    private WindowsLogDirectory(string name, string path, SafeFileHandle handle)
        : base(name, path) => _handle = handle;

    /// <summary>
    /// The directory of the product's logs, <c>%ProgramData%\PedOS\log</c>, then <c>PedOS log</c> in that of temporary
    /// files: one in it, because everybody may write to that of services.
    /// </summary>
    public static IReadOnlyList<string> Common =>
    [
        System.IO.Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "PedOS", "log"),
        System.IO.Path.Combine(System.IO.Path.GetTempPath(), "PedOS log"),
    ];

    /// <summary>Opens one, and makes it for those alone when it is missing.</summary>
    /// <exception cref="UnauthorizedAccessException">It is a link, or somebody else may change it.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static LogDirectory Open(string directory)
    {
        string path = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(directory));
        Make(path);
        SafeFileHandle handle = Kernel32.OpenFile(
            path,
            Kernel32.READ_CONTROL | Kernel32.FILE_READ_ATTRIBUTES,
            Kernel32.FILE_SHARE_READ | Kernel32.FILE_SHARE_WRITE,
            default,
            Kernel32.OPEN_EXISTING,
            Kernel32.FILE_FLAG_BACKUP_SEMANTICS | Kernel32.FILE_FLAG_OPEN_REPARSE_POINT,
            0);
        if (handle.IsInvalid)
        {
            throw Win32Error.Last($"{path} cannot be opened");
        }

        try
        {
            if ((File.GetAttributes(handle) & FileAttributes.ReparsePoint) != 0)
            {
                throw new UnauthorizedAccessException($"{path} is a link");
            }

            string danger = DirectoryRights.FindDanger(SecurityOf(handle, path), TokenAccount.Own.Sid);
            return danger.Length == 0
                ? new WindowsLogDirectory(path, FinalName(handle, path), handle)
                : throw new UnauthorizedAccessException($"{path} is not safe for logs: {danger}");
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool isDisposing)
    {
        base.Dispose(isDisposing);
        _handle.Dispose();
    }

    // What it would inherit lets users write in most places.
    private static void Make(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        if (System.IO.Path.GetDirectoryName(path) is { } above)
        {
            Make(above);
        }

        using LocalDescriptor security = LocalDescriptor.Parse(
            $"D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;FA;;;{TokenAccount.Own.Sid})");
        if (!Kernel32.CreateDirectory(path, SecurityAttributes.For(security.Address, inheritable: false)))
        {
            IOException failure = Win32Error.Last($"{path} cannot be made");
            if (!Directory.Exists(path))
            {
                throw failure;
            }
        }
    }

    // A junction above it may be somebody else's, who can have it lead elsewhere now. A volume without a letter has
    // a name of its own only.
    private static string FinalName(SafeFileHandle handle, string path)
    {
        char[] name = new char[MaxName];
        fixed (char* at = name)
        {
            foreach (uint kind in (ReadOnlySpan<uint>)[Kernel32.VOLUME_NAME_DOS, Kernel32.VOLUME_NAME_GUID])
            {
                uint length = Kernel32.GetFinalPathNameByHandle(handle, at, MaxName, kind);
                if (length is > 0 and < MaxName)
                {
                    return new string(name, 0, (int)length);
                }
            }
        }

        throw Win32Error.Last($"the name of {path} cannot be read");
    }

    private static byte[] SecurityOf(SafeFileHandle handle, string path)
    {
        const uint OwnerAndList = Advapi32.OWNER_SECURITY_INFORMATION | Advapi32.DACL_SECURITY_INFORMATION;
        byte[] descriptor = new byte[MaxDescriptor];
        fixed (byte* at = descriptor)
        {
            return Advapi32.GetKernelObjectSecurity(handle, OwnerAndList, at, MaxDescriptor, out _)
                ? descriptor
                : throw Win32Error.Last($"the rights of {path} cannot be read");
        }
    }
}
