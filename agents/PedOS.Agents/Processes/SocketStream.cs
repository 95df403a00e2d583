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

    /// <summary>
    /// Closes a socket so that its other end, which may be writing, sees a reader that has gone, as with a pipe. Bytes
    /// that nobody has read would make it a broken connection on Linux: an error instead of SIGPIPE.
    /// </summary>
    /// <param name="discard">
    /// Reads what is there from the descriptor and does not wait. A read of the runtime would: behind one that is under
    /// way, and perhaps on the very thread that has to end that one.
    /// </param>
    public void Abandon(Action<nint> discard)
    {
        // No more can come.
        EndReading();
        SafeSocketHandle handle = _socket.SafeHandle;
        bool isHeld = false;
        try
        {
            handle.DangerousAddRef(ref isHeld);
            discard(handle.DangerousGetHandle());
        }
        catch (ObjectDisposedException)
        {
            // Closed already.
        }
        finally
        {
            if (isHeld)
            {
                handle.DangerousRelease();
            }
        }

        _socket.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
