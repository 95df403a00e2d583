using System.Buffers;
using PedOS.Agents.Processes;

namespace PedOS.Agents.Qrexec;

/// <summary>
/// Moves one local stream onto a data channel, a message per read. An idle stream holds no buffer where it can.
/// </summary>
internal static class StreamPump
{
    /// <summary>Sends one message; its body starts after the headroom of the buffer.</summary>
    public delegate ValueTask Send(Memory<byte> frame, int length, CancellationToken cancellationToken);

    /// <summary>Pumps until the stream ends.</summary>
    /// <param name="source">The stream.</param>
    /// <param name="chunk">Longest body.</param>
    /// <param name="send">Sends a body of at least one byte.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task RunAsync(IByteSource source, int chunk, Send send, CancellationToken cancellationToken)
    {
        byte[]? frame = null;
        try
        {
            while (true)
            {
                ValueTask<int> ready = source.ReadAsync(Memory<byte>.Empty, cancellationToken);
                if (!ready.IsCompleted && frame is not null)
                {
                    ArrayPool<byte>.Shared.Return(frame);
                    frame = null;
                }

                _ = await ready;
                frame ??= ArrayPool<byte>.Shared.Rent(DataChannel.Headroom + chunk);
                int read = await source
                    .ReadAsync(frame.AsMemory(DataChannel.Headroom, chunk), cancellationToken);
                if (read == 0)
                {
                    return;
                }

                await send(frame, read, cancellationToken);
            }
        }
        finally
        {
            if (frame is not null)
            {
                ArrayPool<byte>.Shared.Return(frame);
            }
        }
    }
}
