namespace PedOS.TestKit.Setup;

/// <summary>A file or directory of a <see cref="FakeDisk"/>.</summary>
/// <param name="Content">Bytes of a file; null for a directory.</param>
/// <param name="Written">Last write time, UTC.</param>
/// <param name="IsLink">Whether it is a link to somewhere else.</param>
public sealed record FakeFile(byte[]? Content, DateTime Written, bool IsLink = false)
{
    /// <summary>Owner and list of a directory, self-relative; null for what an administrator makes.</summary>
    public byte[]? Security { get; init; }
}
