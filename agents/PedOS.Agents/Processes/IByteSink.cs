namespace PedOS.Agents.Processes;

/// <summary>Something bytes go into: a program's input, a socket. One write at a time.</summary>
public interface IByteSink : IDisposable
{
    /// <summary>Writes everything, waiting for room.</summary>
    /// <returns>False when nobody reads any more; that is an ordinary end, not an error.</returns>
    ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Tells the reader that no more comes. Further writes return false.</summary>
    void Complete();
}
