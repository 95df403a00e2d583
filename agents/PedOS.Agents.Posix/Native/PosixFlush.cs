using System.Runtime.InteropServices;

namespace PedOS.Agents.Posix.Native;

/// <summary>Takes a file to the disk, and tells when that fails, which .NET keeps to itself on Linux.</summary>
public static class PosixFlush
{
    /// <summary>Flushes a file; waits for the disk.</summary>
    /// <param name="file">Open for writing; what it buffers is written first.</param>
    /// <returns>0, or errno.</returns>
    /// <exception cref="IOException">What it buffers cannot be written.</exception>
    public static int Try(FileStream file)
    {
        ArgumentNullException.ThrowIfNull(file);
        file.Flush();
        return Libc.fsync(file.SafeFileHandle) == 0 ? 0 : Marshal.GetLastPInvokeError();
    }
}
