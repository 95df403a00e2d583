using Microsoft.Win32.SafeHandles;
using PedOS.Agents.Windows.Interop;

namespace PedOS.Agents.Windows.Files;

/// <summary>What the volume of a folder can do.</summary>
/// <param name="HasStreams">Whether files have named streams.</param>
/// <param name="FlushesFolders">
/// Whether a folder's flush takes everything that was handed to the device to the disk; else every file is.
/// </param>
internal sealed record VolumeTraits(bool HasStreams, bool FlushesFolders)
{
    /// <summary>Asks it.</summary>
    /// <param name="folder">A folder, open for adding to it.</param>
    public static unsafe VolumeTraits Of(SafeFileHandle folder)
    {
        uint flags;
        return Kernel32.GetVolumeInformationByHandle(folder, null, 0, null, null, &flags, null, 0)
            ? new((flags & Kernel32.FILE_NAMED_STREAMS) != 0, Flush(folder, 0) >= 0)
            : throw NtFile.LastFailure("the volume cannot be asked");
    }

    /// <summary>Takes a file or folder to the disk.</summary>
    /// <param name="handle">Open for writing.</param>
    /// <param name="flags">0, or FLUSH_FLAGS_NO_SYNC.</param>
    /// <returns>Status.</returns>
    public static unsafe int Flush(SafeFileHandle handle, uint flags)
    {
        Ntdll.IoStatusBlock block;
        return Ntdll.NtFlushBuffersFileEx(handle, flags, null, 0, &block);
    }
}
