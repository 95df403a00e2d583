using PedOS.Agents.Files;
using PedOS.Protocols.FileCopy;

namespace PedOS.Rpc.Tests.Files;

/// <summary>A folder that takes everything and keeps nothing.</summary>
internal sealed class WideFolder : IIncomingFolder
{
    private int _open;

    /// <summary>Is done when a file is kept.</summary>
    public Action Keeping { get; init; } = static () => { };

    public bool HasLinks => true;

    /// <summary>Files that were kept.</summary>
    public long Kept { get; private set; }

    /// <summary>Files that are open.</summary>
    public int Open => _open;

    /// <summary>Most files that were open at once.</summary>
    public int MostOpen { get; private set; }

    public byte[]? FindName(ReadOnlySpan<byte> name) => null;

    public IIncomingFolder? TryOpenFolder(ReadOnlySpan<byte> name) => this;

    public IIncomingFolder? TryMakeFolder(ReadOnlySpan<byte> name) => this;

    public IIncomingFile? TryMakeFile(ReadOnlySpan<byte> name)
    {
        MostOpen = Math.Max(MostOpen, Interlocked.Increment(ref _open));
        return new WideFile(this);
    }

    public bool TryMakeLink(ReadOnlySpan<byte> name, ReadOnlySpan<byte> target) => true;

    public void Note(string name, ReadOnlySpan<byte> content)
    {
        // Is not looked at.
    }

    public void Finish(uint mode, EntryTime accessed, EntryTime modified)
    {
        // Likewise.
    }

    public ulong GetFreeBytes() => ulong.MaxValue;

    public void Flush()
    {
        // There is no disk.
    }

    public void Dispose()
    {
        // Memory only.
    }

    private sealed class WideFile(WideFolder folder) : IIncomingFile
    {
        public void Write(ReadOnlySpan<byte> bytes)
        {
            // Is not looked at.
        }

        public void Note(string name, ReadOnlySpan<byte> content)
        {
            // Likewise.
        }

        public void Keep(uint mode, EntryTime accessed, EntryTime modified)
        {
            folder.Keeping();
            folder.Kept++;
        }

        public void Dispose() => _ = Interlocked.Decrement(ref folder._open);
    }
}
