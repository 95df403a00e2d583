using PedOS.Agents.Processes;

namespace PedOS.Rpc;

/// <summary>The one line that a caller sends.</summary>
internal static class ShortInput
{
    // The line follows the call at once.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Reads to the end of the line, or of the input.</summary>
    /// <param name="input">The input; what comes after the line is left out.</param>
    /// <param name="limit">Longest line in bytes.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The line without its end.</returns>
    /// <exception cref="IOException">It is longer, or does not come within half a minute.</exception>
    public static async Task<byte[]> ReadLineAsync(
        IByteSource input, int limit, TimeProvider time, CancellationToken cancellationToken)
    {
        using CancellationTokenSource patience = new(Patience, time);
        using CancellationTokenSource either =
            CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        byte[] line = new byte[limit + 1];
        int length = 0;
        try
        {
            while (true)
            {
                int read = await input.ReadAsync(line.AsMemory(length), either.Token).ConfigureAwait(false);
                int end = line.AsSpan(length, read).IndexOf((byte)'\n');
                length += end < 0 ? read : end;
                if (read == 0 || end >= 0)
                {
                    return line[..length];
                }

                if (length > limit)
                {
                    throw new IOException($"the line on standard input has more than {limit} bytes");
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"no line came on standard input within {Patience.TotalSeconds:0} s");
        }
    }
}
