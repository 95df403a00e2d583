using Microsoft.Win32.SafeHandles;
using PedOS.Tools.Engine.Native;

namespace PedOS.Tools.Engine.Live;

/// <summary>The directories in which names have changed since the last commit.</summary>
/// <remarks>
/// What is in a file is flushed where it is written: a program that has been started since cannot be opened for that
/// any more.
/// </remarks>
internal sealed class UnflushedNames
{
    private readonly HashSet<string> _directories = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Something of this name has come, or gone.</summary>
    /// <param name="path">The name as the system takes it.</param>
    public void Add(string path) => _directories.Add(path.Substring(0, path.LastIndexOf('\\') + 1));

    /// <summary>Makes the names durable.</summary>
    public void Flush()
    {
        foreach (string directory in _directories)
        {
            using SafeFileHandle file = Kernel32.CreateFile(
                directory,
                Kernel32.GENERIC_WRITE,
                Kernel32.FILE_SHARE_ALL,
                IntPtr.Zero,
                Kernel32.OPEN_EXISTING,
                Kernel32.FILE_FLAG_BACKUP_SEMANTICS | Kernel32.FILE_FLAG_OPEN_REPARSE_POINT,
                IntPtr.Zero);

            // A directory may be gone, and not every file system flushes one. Then the flush of the last file has
            // flushed the journal of the volume, which has the names in the order they were given.
            _ = !file.IsInvalid && Kernel32.FlushFileBuffers(file);
        }

        _directories.Clear();
    }
}
