using Microsoft.Win32.SafeHandles;
using PedOS.Agents.Files;
using PedOS.Agents.Windows.Interop;
using PedOS.Protocols.FileCopy;

namespace PedOS.Agents.Windows.Files;

/// <summary>
/// A file on Windows. Its name is taken from the beginning, so that nobody receives a terabyte for a name that exists;
/// until it is kept it is marked for deletion, which lets nobody open it and removes it when its handle is closed, by
/// whatever end of the process.
/// </summary>
/// <param name="handle">The new file; ours.</param>
/// <param name="volume">What its volume can do.</param>
internal sealed class WindowsIncomingFile(SafeFileHandle handle, VolumeTraits volume) : IIncomingFile
{
    private bool _isHidden;
    private bool _isKept;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        Hide();
        NtFile.Write(handle, bytes);
    }

    // Before the first byte: nothing else can be opened of a file that is to be deleted, not even by us.
    public void Note(string name, ReadOnlySpan<byte> content)
    {
        if (volume.HasStreams)
        {
            NtFile.Note(handle, name, content);
        }
    }

    public void Keep(uint mode, EntryTime accessed, EntryTime modified)
    {
        NtFile.SetTimes(handle, accessed, modified);
        volume.FlushFile(handle);
        SetDeletion(false);
        _isKept = true;
    }

    public void Dispose()
    {
        if (!_isKept && !handle.IsClosed)
        {
            try
            {
                Hide();
            }
            catch (FileErrorException)
            {
                // Its disk fails; there is nothing that could be removed.
            }
        }

        handle.Dispose();
    }

    private void Hide()
    {
        if (!_isHidden)
        {
            SetDeletion(true);
            _isHidden = true;
        }
    }

    private unsafe void SetDeletion(bool isDeleted)
    {
        byte delete = isDeleted ? (byte)1 : (byte)0;
        if (!Kernel32.SetFileInformationByHandle(handle, Kernel32.FileDispositionInfo, &delete, sizeof(byte)))
        {
            throw NtFile.LastFailure(isDeleted ? "a part of a file cannot be hidden" : "a whole file cannot be shown");
        }
    }
}
