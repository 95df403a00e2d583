using Microsoft.Win32.SafeHandles;
using PedOS.Agents.Files;
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
            ? new((flags & Kernel32.FILE_NAMED_STREAMS) != 0, CanFlush(folder))
            : throw NtFile.LastFailure("the volume cannot be asked");
    }

    /// <summary>Takes a file to the disk, or hands it to the device when the folder's flush does the rest.</summary>
    /// <param name="file">Open for writing.</param>
    /// <exception cref="FileErrorException">The disk fails.</exception>
    public void FlushFile(SafeFileHandle file)
    {
        if (!FlushesFolders)
        {
            FlushAll(file);
            return;
        }

        int status = HandOver(file);
        if (status < 0)
        {
            throw NtFile.Failure("a file cannot be handed to the disk", status);
        }
    }

    /// <summary>Takes what was handed over to the disk.</summary>
    /// <param name="folder">Open for adding to it.</param>
    /// <exception cref="FileErrorException">The disk fails.</exception>
    public void FlushFolder(SafeFileHandle folder)
    {
        if (FlushesFolders)
        {
            FlushAll(folder);
        }
    }

    private static void FlushAll(SafeFileHandle handle)
    {
        if (!Kernel32.FlushFileBuffers(handle))
        {
            throw NtFile.LastFailure("it cannot be taken to the disk");
        }
    }

    private static bool CanFlush(SafeFileHandle folder)
    {
        try
        {
            return HandOver(folder) >= 0 && Kernel32.FlushFileBuffers(folder);
        }
        catch (EntryPointNotFoundException)
        {
            // Wine has no such call; every Windows since 8 has.
            return false;
        }
    }

    private static unsafe int HandOver(SafeFileHandle handle)
    {
        Ntdll.IoStatusBlock block;
        return Ntdll.NtFlushBuffersFileEx(handle, Ntdll.FLUSH_FLAGS_NO_SYNC, null, 0, &block);
    }
}
