using PedOS.Agents.Processes;
using PedOS.TestKit.Vchan;

namespace PedOS.TestKit.Processes;

/// <summary>A pipe in memory with a limit: one end reads, the other writes.</summary>
/// <param name="size">Bytes it holds.</param>
public sealed class MemoryPipe(int size) : IByteSource, IByteSink
{
    private readonly MemoryRing _ring = new(size);

    /// <summary>Bytes that wait to be read.</summary>
    public int Ready => _ring.Ready;

    /// <inheritdoc/>
    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        _ring.ReadAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        while (!buffer.IsEmpty)
        {
            int written = await _ring.WriteSomeAsync(buffer, cancellationToken);
            if (written < 0)
            {
                return false;
            }

            buffer = buffer[written..];
        }

        return _ring.IsOpen;
    }

    /// <summary>The writing end closes; what was written can still be read.</summary>
    public void Complete() => _ring.CloseWriter(drop: false);

    /// <summary>The reading end closes: writes say that nobody reads.</summary>
    public void CloseReader() => _ring.CloseReader();

    /// <summary>Both ends close.</summary>
    public void Dispose()
    {
        _ring.CloseReader();
        _ring.CloseWriter(drop: true);
    }
}
