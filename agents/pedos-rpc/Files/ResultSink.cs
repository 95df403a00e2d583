using PedOS.Agents.Processes;
using PedOS.Protocols;
using PedOS.Protocols.FileCopy;

namespace PedOS.Rpc.Files;

/// <summary>Takes the receiver's answer, which may come before everything was sent.</summary>
internal sealed class ResultSink : IByteSink
{
    private readonly byte[] _bytes =
        new byte[FileCopyAbi.ResultSize + FileCopyAbi.LastNameLengthSize + FileCopyAbi.MaxLastName];

    private int _length;

    /// <summary>Whether the answer has begun: the receiver reads no more.</summary>
    public bool HasBegun => Volatile.Read(ref _length) > 0;

    /// <summary>The answer, when no more comes.</summary>
    /// <returns>Null when there was none.</returns>
    public FileCopyResult? Take()
    {
        try
        {
            _ = FileCopyResult.TryRead(_bytes.AsSpan(0, _length), isEnd: true, out FileCopyResult? result);
            return result;
        }
        catch (ProtocolException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        int count = Math.Min(buffer.Length, _bytes.Length - _length);
        buffer.Span[..count].CopyTo(_bytes.AsSpan(_length));
        Volatile.Write(ref _length, _length + count);
        return new(true);
    }

    /// <inheritdoc/>
    public void Complete()
    {
        // The end of the call tells that.
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Memory only.
    }
}
