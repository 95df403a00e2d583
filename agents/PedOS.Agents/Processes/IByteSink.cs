namespace PedOS.Agents.Processes;

/// <summary>Something bytes go into: a program's input, a socket. One write at a time.</summary>
public interface IByteSink : IDisposable
{
    /// <summary>Writes everything, waiting for room.</summary>
    /// <param name="buffer">What to write; an empty one only asks whether somebody still reads, where the system can
    /// tell.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False when nobody reads any more; that is an ordinary end, not an error.</returns>
    ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>
    /// Tells the reader that no more comes. A write under way and further ones return false. May be called from any
    /// thread and more than once.
    /// </summary>
    void Complete();
}
