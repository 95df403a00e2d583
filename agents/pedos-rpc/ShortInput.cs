using PedOS.Agents.Processes;

namespace PedOS.Rpc;

/// <summary>What a caller sends, when it is little.</summary>
internal static class ShortInput
{
    // It follows the call at once.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Reads to the end of the line, or of the input.</summary>
    /// <param name="input">The input; what comes after the line is left out.</param>
    /// <param name="limit">Longest line in bytes.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The line without its end.</returns>
    /// <exception cref="IOException">It is longer, or does not come within half a minute.</exception>
    public static Task<byte[]> ReadLineAsync(
        IByteSource input, int limit, TimeProvider time, CancellationToken cancellationToken) =>
        ReadAsync(
            input, limit, static read => read.IndexOf((byte)'\n'), "line on standard input", time, cancellationToken);

    /// <summary>Reads to the end of the input.</summary>
    /// <param name="input">The input.</param>
    /// <param name="limit">Most bytes.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>All of it.</returns>
    /// <exception cref="IOException">It is longer, or does not end within half a minute.</exception>
    public static Task<byte[]> ReadAllAsync(
        IByteSource input, int limit, TimeProvider time, CancellationToken cancellationToken) =>
        ReadAsync(input, limit, static _ => -1, "standard input", time, cancellationToken);

    private static async Task<byte[]> ReadAsync(
        IByteSource input,
        int limit,
        Func<ReadOnlySpan<byte>, int> findEnd,
        string what,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        using CancellationTokenSource patience = new(Patience, time);
        using CancellationTokenSource either =
            CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        byte[] kept = new byte[limit + 1];
        int length = 0;
        try
        {
            while (true)
            {
                int read = await input.ReadAsync(kept.AsMemory(length), either.Token);
                int end = findEnd(kept.AsSpan(length, read));
                length += end < 0 ? read : end;
                if (read == 0 || end >= 0)
                {
                    return kept[..length];
                }

                if (length > limit)
                {
                    throw new IOException($"the {what} has more than {limit} bytes");
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"the {what} did not end within {Patience.TotalSeconds:0} s");
        }
    }
}
