namespace PedOS.Rpc.Tests.Files;

/// <summary>A stream that breaks instead of ending.</summary>
internal sealed class BrokenStream(byte[] bytes) : MemoryStream(bytes)
{
    public override int Read(Span<byte> buffer) =>
        base.Read(buffer) is > 0 and int read ? read : throw new IOException("the connection was reset");
}
