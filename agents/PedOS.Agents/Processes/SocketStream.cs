using System.Net.Sockets;
using System.Runtime.CompilerServices;
using PedOS.Agents.Async;

namespace PedOS.Agents.Processes;

/// <summary>One end of a connected socket or pipe as byte source and sink. Owns the descriptor.</summary>
public sealed class SocketStream : IByteSource, IByteSink
{
    private readonly Socket _socket;

    /// <summary>Takes over the descriptor of a socket, or on Linux of a pipe.</summary>
    public SocketStream(int descriptor)
        : this(new Socket(new SafeSocketHandle(descriptor, ownsHandle: true)))
    {
    }

    /// <summary>Takes over a socket.</summary>
    public SocketStream(Socket socket) => _socket = socket;

    /// <summary>Whether bytes can be read now; for sockets.</summary>
    public bool HasData
    {
        get
        {
            try
            {
                return _socket.Available > 0;
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return false;
            }
        }
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(ReusingMethodBuilderOf<>))]
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await _socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // A reset is the end of a stream whose writer died; a disposed one was ended by us.
            return 0;
        }
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(ReusingMethodBuilderOf<>))]
    public async ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            do
            {
                int sent = await _socket.SendAsync(buffer, SocketFlags.None, cancellationToken);
                buffer = buffer[sent..];
            }
            while (buffer.Length > 0);
            return true;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Complete()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The other end is gone already.
        }
    }

    /// <summary>
    /// Takes no more bytes of a socket's other end. Those that are there can still be read; then, and for a read that
    /// is waiting, comes the end.
    /// </summary>
    public void EndReading()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Receive);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // There is nothing to come.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
