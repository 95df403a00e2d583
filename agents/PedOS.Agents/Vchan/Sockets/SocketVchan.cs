using System.Net.Sockets;
using System.Runtime.CompilerServices;
using PedOS.Agents.Async;
using PedOS.Protocols.Vchan;

namespace PedOS.Agents.Vchan.Sockets;

/// <summary>One end of a socket vchan. Every byte on the socket is a byte of the channel.</summary>
internal sealed class SocketVchan : IVchan
{
    // A TCP end that closes with unread bytes resets the connection and the peer loses what it has not read yet.
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(2);

    private readonly ISocketOffer? _offer;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task<Socket>? _accepting;
    private Socket? _socket;
    private int _closed;
    private int _disposed;

    /// <summary>The server's end; its peer has yet to come.</summary>
    public SocketVchan(ISocketOffer offer, int readRingSize, int writeRingSize)
    {
        Role = VchanRole.Server;
        ReadRingSize = readRingSize;
        WriteRingSize = writeRingSize;
        _offer = offer;
        _accepting = AcceptAsync(offer);
    }

    /// <summary>The client's end of a connected socket.</summary>
    public SocketVchan(Socket socket)
    {
        Role = VchanRole.Client;
        ReadRingSize = WriteRingSize = VchanRing.MinSize;
        _socket = socket;
    }

    public VchanRole Role { get; }

    public int ReadRingSize { get; }

    public int WriteRingSize { get; }

    public VchanState State => Volatile.Read(ref _closed) != 0 ? VchanState.Disconnected
        : _socket is null ? VchanState.Waiting : VchanState.Connected;

    public int DataReady
    {
        get
        {
            try
            {
                return _socket?.Available ?? 0;
            }
            catch (Exception e) when (e is ObjectDisposedException or SocketException)
            {
                return 0;
            }
        }
    }

    public int Space
    {
        get
        {
            try
            {
                return State == VchanState.Connected && _socket!.Poll(0, SelectMode.SelectWrite) ? WriteRingSize : 0;
            }
            catch (Exception e) when (e is ObjectDisposedException or SocketException)
            {
                return 0;
            }
        }
    }

    public async ValueTask WaitForPeerAsync(CancellationToken cancellationToken)
    {
        if (_accepting is not null)
        {
            _ = await _accepting.WaitAsync(cancellationToken);
        }
    }

    [AsyncMethodBuilder(typeof(ReusingMethodBuilderOf<>))]
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            Socket socket = _socket ?? await _accepting!.WaitAsync(cancellationToken);
            int read = await socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken);
            if (read == 0 && buffer.Length > 0)
            {
                Volatile.Write(ref _closed, 1);
            }

            return read;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or VchanClosedException)
        {
            Volatile.Write(ref _closed, 1);
            return 0;
        }
    }

    [AsyncMethodBuilder(typeof(ReusingMethodBuilder))]
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            Socket socket = _socket ?? await _accepting!.WaitAsync(cancellationToken);
            while (buffer.Length > 0)
            {
                int sent = await socket.SendAsync(buffer, SocketFlags.None, cancellationToken);
                buffer = buffer[sent..];
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            Volatile.Write(ref _closed, 1);
            throw new VchanClosedException("the peer of the vchan is gone", e);
        }
    }

    public void Abort()
    {
        Volatile.Write(ref _closed, 1);
        try
        {
            _closing.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Somebody else has closed it and is done.
        }

        _offer?.Dispose();
        _socket?.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        if (Volatile.Read(ref _disposed) != 0)
        {
            return;
        }

        if (_socket is { AddressFamily: not AddressFamily.Unix } socket && Volatile.Read(ref _closed) == 0)
        {
            await DrainAsync(socket);
        }

        Abort();
        if (_accepting is not null)
        {
            await ((Task)_accepting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _closing.Dispose();
        }
    }

    private static async ValueTask DrainAsync(Socket socket)
    {
        using CancellationTokenSource limit = new(DrainTimeout);
        byte[] discarded = new byte[4096];
        try
        {
            socket.Shutdown(SocketShutdown.Send);
            while (await socket.ReceiveAsync(discarded, SocketFlags.None, limit.Token) > 0)
            {
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The peer is gone or does not hang up; either way there is nothing more to wait for.
        }
    }

    private async Task<Socket> AcceptAsync(ISocketOffer offer)
    {
        try
        {
            Socket socket = await offer.AcceptAsync(_closing.Token);
            _socket = socket;
            if (Volatile.Read(ref _closed) != 0)
            {
                socket.Dispose();
            }

            return socket;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            throw new VchanClosedException("closed before a peer came", e);
        }
    }
}
