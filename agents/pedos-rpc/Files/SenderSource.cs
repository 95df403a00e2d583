using PedOS.Agents.Processes;

namespace PedOS.Rpc.Files;

/// <summary>The stream of a sender, as the input of a call.</summary>
/// <param name="sender">Makes the stream.</param>
/// <param name="answer">When the answer begins, nobody reads more.</param>
internal sealed class SenderSource(FileSender sender, ResultSink answer) : IByteSource
{
    /// <summary>Why the stream ended without its end; null when it did not.</summary>
    public IOException? Failure { get; private set; }

    /// <inheritdoc/>
    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Failure is not null || answer.HasBegun)
        {
            return new(0);
        }

        try
        {
            return new(sender.Fill(buffer.Span));
        }
        catch (IOException e)
        {
            // The input ends without the stream's end, and the receiver removes what is not whole.
            Failure = e;
            return new(0);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The sender is its maker's.
    }
}
