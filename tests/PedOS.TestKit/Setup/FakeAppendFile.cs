using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Machines;

namespace PedOS.TestKit.Setup;

/// <summary>A growing file of a <see cref="FakeWindows"/>; a flush makes it durable alone.</summary>
internal sealed class FakeAppendFile(FakeWindows machine, string path) : IAppendFile
{
    private byte[] Content => machine.Disk.Files[path].Content!;

    public byte[] ReadAll(int limit) =>
        Content.Length <= limit
            ? Content
            : throw new SetupException(SetupError.UnreadableJournal, $"{path} is too long", "Look at the test.");

    public void Append(byte[] bytes) => Set([.. Content, .. bytes]);

    public void Truncate(long length) => Set(Content[..(int)length]);

    public void Flush() => machine.Flush(path);

    public void Dispose() => machine.Locked.Remove(path);

    private void Set(byte[] content) =>
        machine.Do(disk => disk.Files[path] = new(content, DateTime.UnixEpoch), path);
}
