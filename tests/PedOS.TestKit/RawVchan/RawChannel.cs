using System.Net.Sockets;

namespace PedOS.TestKit.RawVchan;

/// <summary>
/// The bytes of one vchan, as they are: no limits, no rules. Hostile tests write here whatever they like.
/// </summary>
public sealed class RawChannel : IAsyncDisposable
{
    private readonly Socket _socket;

    /// <summary>Takes over a connected socket.</summary>
    public RawChannel(Socket socket) => _socket = socket;

    /// <summary>What the peer sent.</summary>
    public ByteRecord Received { get; } = new();

    /// <summary>What was sent to the peer.</summary>
    public ByteRecord Sent { get; } = new();

    /// <summary>Bytes after which the channel is cut, in the middle of a write if that is where it falls.</summary>
    public long CutAfter { get; set; } = long.MaxValue;

    /// <summary>Connects as client, waiting until the server is there and really serves.</summary>
    /// <remarks>
    /// A server of the original leaves its socket open after its one client: who comes later is connected and then
    /// dropped without a byte. Such a connection is tried again when <paramref name="serverSpeaksFirst"/>.
    /// </remarks>
    public static async Task<RawChannel> ConnectAsync(
        IVchanPlace place,
        uint server,
        uint client,
        uint port,
        bool serverSpeaksFirst,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            Socket? socket = await place.TryConnectAsync(server, client, port, cancellationToken);
            if (socket is not null && (!serverSpeaksFirst || await SpeaksAsync(socket, cancellationToken)))
            {
                return new RawChannel(socket);
            }

            socket?.Dispose();
            await Task.Delay(2, cancellationToken);
        }
    }

    /// <summary>Reads at least one byte; 0 when the peer is gone.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            int read = await _socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken);
            Received.Add(buffer.Span[..read]);
            return read;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Reset, or closed by this side: the end either way.
            return 0;
        }
    }

    /// <summary>Reads until the buffer is full or the peer is gone.</summary>
    /// <returns>Bytes read.</returns>
    public async ValueTask<int> ReadFullAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int read = 0;
        while (read < buffer.Length)
        {
            int part = await ReadAsync(buffer[read..], cancellationToken);
            if (part == 0)
            {
                break;
            }

            read += part;
        }

        return read;
    }

    /// <summary>Writes everything.</summary>
    /// <returns>False when the peer is gone, or the channel was cut.</returns>
    public async ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        bool cut = buffer.Length > CutAfter - Sent.Count;
        buffer = cut ? buffer[..(int)(CutAfter - Sent.Count)] : buffer;
        try
        {
            while (!buffer.IsEmpty)
            {
                int sent = await _socket.SendAsync(buffer, SocketFlags.None, cancellationToken);
                Sent.Add(buffer.Span[..sent]);
                buffer = buffer[sent..];
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }

        if (cut)
        {
            Close();
        }

        return !cut;
    }

    /// <summary>Closes at once, from any thread.</summary>
    public void Close() => _socket.Dispose();

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Close();
        return ValueTask.CompletedTask;
    }

    private static async Task<bool> SpeaksAsync(Socket socket, CancellationToken cancellationToken)
    {
        try
        {
            byte[] first = new byte[1];
            return await socket.ReceiveAsync(first, SocketFlags.Peek, cancellationToken) > 0;
        }
        catch (SocketException)
        {
            return false;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
