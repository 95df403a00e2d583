using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using PedOS.Tools.Engine.Native;

namespace PedOS.Tools.Engine.Live;

/// <summary>The directories in which names have changed since the last commit.</summary>
/// <param name="flush">
/// Makes the names of a directory durable; gives Windows' error number, 0 for none. The tests put another one here.
/// </param>
/// <remarks>
/// What is in a file is flushed where it is written: a program that has been started since cannot be opened for that
/// any more.
/// </remarks>
internal sealed class UnflushedNames(Func<string, int> flush)
{
    // ERROR_INVALID_FUNCTION, ERROR_FILE_NOT_FOUND, ERROR_PATH_NOT_FOUND, ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION,
    // ERROR_NOT_SUPPORTED, ERROR_INVALID_PARAMETER. A directory may be gone, and not every file system flushes one, or
    // lets it be opened for that. Then the flush of the last file has flushed the journal of the volume, which has the
    // names in the order they were given.
    private static readonly int[] Harmless = [1, 2, 3, 5, 32, 50, 87];

    private readonly HashSet<string> _directories = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>For the directories of this Windows.</summary>
    public UnflushedNames()
        : this(FlushDirectory)
    {
    }

    /// <summary>Something of this name has come, or gone.</summary>
    /// <param name="path">The name as the system takes it.</param>
    public void Add(string path) => _directories.Add(path.Substring(0, path.LastIndexOf('\\') + 1));

    /// <summary>Makes the names durable.</summary>
    /// <exception cref="SetupException">The disk failed; all of them are tried again the next time.</exception>
    public void Flush()
    {
        foreach (string directory in _directories)
        {
            int error = flush(directory);
            if (error != 0 && Array.IndexOf(Harmless, error) < 0)
            {
                throw Win32Error.Failure("FlushFileBuffers", directory, error);
            }
        }

        _directories.Clear();
    }

    private static int FlushDirectory(string directory)
    {
        using SafeFileHandle file = Kernel32.CreateFile(
            directory,
            Kernel32.GENERIC_WRITE,
            Kernel32.FILE_SHARE_ALL,
            IntPtr.Zero,
            Kernel32.OPEN_EXISTING,
            Kernel32.FILE_FLAG_BACKUP_SEMANTICS | Kernel32.FILE_FLAG_OPEN_REPARSE_POINT,
            IntPtr.Zero);
        return !file.IsInvalid && Kernel32.FlushFileBuffers(file) ? 0 : Marshal.GetLastWin32Error();
    }
}
