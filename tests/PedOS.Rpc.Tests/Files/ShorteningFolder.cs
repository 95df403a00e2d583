using PedOS.Agents.Files;

namespace PedOS.Rpc.Tests.Files;

/// <summary>A folder whose long files end before they were to.</summary>
internal sealed class ShorteningFolder(IOutgoingFolder folder) : IOutgoingFolder
{
    public IEnumerable<byte[]> List() => folder.List();

    public OutgoingStatus Look(byte[] name) => folder.Look(name);

    public IOutgoingFolder OpenFolder(byte[] name) => new ShorteningFolder(folder.OpenFolder(name));

    public IOutgoingFile OpenFile(byte[] name, in OutgoingStatus seen) =>
        new ShortFile(folder.OpenFile(name, seen));

    public byte[] ReadLink(byte[] name) => folder.ReadLink(name);

    public bool TryRemove(byte[] name, in OutgoingStatus expected) => folder.TryRemove(name, expected);

    public void Dispose() => folder.Dispose();

    private sealed class ShortFile(IOutgoingFile file) : IOutgoingFile
    {
        public OutgoingStatus Status => file.Status;

        public int Read(Span<byte> buffer) => file.Status.Length > 100 ? 0 : file.Read(buffer);

        public void Dispose() => file.Dispose();
    }
}
