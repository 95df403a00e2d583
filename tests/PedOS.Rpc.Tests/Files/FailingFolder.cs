using PedOS.Agents.Files;
using PedOS.Protocols.FileCopy;

namespace PedOS.Rpc.Tests.Files;

/// <summary>A folder whose files cannot be written.</summary>
internal sealed class FailingFolder(FileErrorException failure) : IIncomingFolder, IIncomingFile
{
    /// <summary>What became of the file.</summary>
    public static List<string> Steps { get; } = [];

    public bool HasLinks => false;

    public byte[]? FindName(ReadOnlySpan<byte> name) => null;

    public IIncomingFolder? TryOpenFolder(ReadOnlySpan<byte> name) => null;

    public IIncomingFolder? TryMakeFolder(ReadOnlySpan<byte> name) => new FailingFolder(failure);

    public IIncomingFile? TryMakeFile(ReadOnlySpan<byte> name)
    {
        Steps.Add("begun");
        return this;
    }

    public bool TryMakeLink(ReadOnlySpan<byte> name, ReadOnlySpan<byte> target) => throw failure;

    public void Note(string name, ReadOnlySpan<byte> content)
    {
        // It has room for that.
    }

    public void Write(ReadOnlySpan<byte> bytes) => throw failure;

    public void Keep(uint mode, EntryTime accessed, EntryTime modified) => throw failure;

    public void Finish(uint mode, EntryTime accessed, EntryTime modified) => throw failure;

    public ulong GetFreeBytes() => ulong.MaxValue;

    public void Flush() => throw failure;

    public void Dispose()
    {
        if (Steps.Count == 1)
        {
            Steps.Add("removed");
        }
    }
}
