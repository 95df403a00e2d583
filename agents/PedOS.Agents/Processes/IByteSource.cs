namespace PedOS.Agents.Processes;

/// <summary>Something bytes come out of: a program's output, a socket. One read at a time.</summary>
public interface IByteSource : IDisposable
{
    /// <summary>Reads what is there, waiting for at least one byte.</summary>
    /// <param name="buffer">Where to; when empty the call waits until a read would not, where this is known.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Bytes read; 0 with a non-empty buffer is the end.</returns>
    ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken);
}
