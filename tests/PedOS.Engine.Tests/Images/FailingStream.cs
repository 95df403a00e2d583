namespace PedOS.Engine.Tests.Images;

/// <summary>A source that ends with a failure.</summary>
/// <param name="good">Bytes before that.</param>
public sealed class FailingStream(int good) : MemoryStream(new byte[good])
{
    public override int Read(byte[] buffer, int offset, int count)
    {
        int length = base.Read(buffer, offset, count);
        return length > 0 ? length : throw new InvalidDataException("the source ends here");
    }
}
