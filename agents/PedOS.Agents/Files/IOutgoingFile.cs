namespace PedOS.Agents.Files;

/// <summary>A file that is sent; others may go on using it.</summary>
public interface IOutgoingFile : IDisposable
{
    /// <summary>What was opened.</summary>
    OutgoingStatus Status { get; }

    /// <summary>Reads on.</summary>
    /// <returns>Bytes read; 0 at the end.</returns>
    /// <exception cref="FileErrorException">The disk fails, or another program has locked this part.</exception>
    int Read(Span<byte> buffer);
}
