using System.Runtime.InteropServices;

namespace PedOS.Tools.Engine.Native;

/// <summary>Takes a file to the disk, and tells when that fails.</summary>
/// <remarks>
/// FileStream.Flush(true) of .NET does the same, and on Linux it keeps a failed fsync to itself. The system tells a
/// failure once: who overlooks it never hears of what is lost.
/// </remarks>
internal static class DiskFlush
{
    /// <summary>Flushes a file; waits for the disk.</summary>
    /// <param name="file">Open for writing; what it buffers is written first.</param>
    /// <returns>0, or the error number of the system.</returns>
    /// <exception cref="IOException">What it buffers cannot be written.</exception>
    public static int Try(FileStream file)
    {
        file.Flush();
        bool isFlushed = Path.DirectorySeparatorChar == '\\'
            ? Kernel32.FlushFileBuffers(file.SafeFileHandle)
            : Libc.Sync(file.SafeFileHandle) == 0;
        return isFlushed ? 0 : Marshal.GetLastWin32Error();
    }
}
