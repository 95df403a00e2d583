using PedOS.Agents.Files;
using PedOS.Protocols.FileCopy;

namespace PedOS.Rpc.Tests.Files;

/// <summary>A folder that takes everything and keeps nothing.</summary>
internal sealed class WideFolder : IIncomingFolder, IIncomingFile
{
    public bool HasLinks => true;

    /// <summary>Files that were kept.</summary>
    public long Kept { get; private set; }

    public byte[]? FindName(ReadOnlySpan<byte> name) => null;

    public IIncomingFolder? TryOpenFolder(ReadOnlySpan<byte> name) => this;

    public IIncomingFolder? TryMakeFolder(ReadOnlySpan<byte> name) => this;

    public IIncomingFile? TryMakeFile(ReadOnlySpan<byte> name) => this;

    public bool TryMakeLink(ReadOnlySpan<byte> name, ReadOnlySpan<byte> target) => true;

    public void Note(string name, ReadOnlySpan<byte> content)
    {
        // Is not looked at.
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        // Likewise.
    }

    public void Keep(uint mode, EntryTime accessed, EntryTime modified) => Kept++;

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
}
