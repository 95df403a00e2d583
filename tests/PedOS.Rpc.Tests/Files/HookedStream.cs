namespace PedOS.Rpc.Tests.Files;

/// <summary>A stream in the middle of which something happens.</summary>
/// <param name="bytes">What is read.</param>
/// <param name="after">Bytes after which it happens.</param>
/// <param name="hook">What.</param>
internal sealed class HookedStream(byte[] bytes, long after, Action hook) : MemoryStream(bytes)
{
    private Action? _hook = hook;

    public override int Read(Span<byte> buffer)
    {
        if (Position >= after)
        {
            Action? now = _hook;
            _hook = null;
            now?.Invoke();
        }

        return base.Read(buffer);
    }
}
