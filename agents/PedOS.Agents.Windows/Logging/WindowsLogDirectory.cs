using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using PedOS.Agents.Logging;
using PedOS.Agents.Windows.Interop;
using PedOS.Agents.Windows.Security;

namespace PedOS.Agents.Windows.Logging;

/// <summary>
/// A directory for logs whose owner is Windows, the administrators or this account. It is held open so that nobody can
/// rename or remove it, nor what is above it: its name leads there as long as it is open.
/// </summary>
internal sealed class WindowsLogDirectory : LogDirectory
{
    private readonly SafeFileHandle _handle;

    private WindowsLogDirectory(string name, SafeFileHandle handle)
        : base(name, name) => _handle = handle;

    /// <summary>Opens one, and makes it when it is missing.</summary>
    /// <exception cref="UnauthorizedAccessException">It is a link, or belongs to somebody else.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static LogDirectory Open(string directory)
    {
        string path = System.IO.Path.GetFullPath(directory);
        Directory.CreateDirectory(path);
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

        WindowsLogDirectory opened = new(path, handle);
        try
        {
            if ((File.GetAttributes(handle) & FileAttributes.ReparsePoint) != 0)
            {
                throw new UnauthorizedAccessException($"{path} is a link");
            }

            string owner = OwnerOf(handle, path);
            return owner is TokenAccount.LocalSystemSid or TokenAccount.AdministratorsSid
                || owner == TokenAccount.Own.Sid
                ? opened
                : throw new UnauthorizedAccessException(
                    $"{path} belongs to {owner}, who could put something else in its place");
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool isDisposing)
    {
        base.Dispose(isDisposing);
        _handle.Dispose();
    }

    private static string OwnerOf(SafeFileHandle handle, string path)
    {
        int error = Advapi32.GetSecurityInfo(
            handle,
            Advapi32.SE_FILE_OBJECT,
            Advapi32.OWNER_SECURITY_INFORMATION,
            out nint owner,
            0,
            0,
            0,
            out nint descriptor);
        if (error != Win32Error.ERROR_SUCCESS)
        {
            throw Win32Error.Exception($"the owner of {path} cannot be read", error);
        }

        try
        {
            return TokenAccount.SidText(owner);
        }
        finally
        {
            // Allocated by LocalAlloc.
            Marshal.FreeHGlobal(descriptor);
        }
    }
}
