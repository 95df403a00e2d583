using System.Buffers.Binary;
using System.Net.Sockets;
using PedOS.Agents.Network;
using PedOS.Agents.Posix.Native;

namespace PedOS.Agents.Posix.Network;

/// <summary>Hears from the kernel each time a link, an address or a route changes.</summary>
internal sealed class NetlinkWatch : IAsyncDisposable
{
    private const int BufferSize = 65536;

    private readonly Socket _socket;
    private readonly Action _changed;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _listening;

    /// <summary>Begins to listen.</summary>
    /// <exception cref="NetworkPortException">The kernel refuses.</exception>
    public NetlinkWatch(Action changed)
    {
        _changed = changed;
        int descriptor = NetlinkSocket.Open();
        _socket = new Socket(new SafeSocketHandle(descriptor, ownsHandle: true));
        try
        {
            Bind(descriptor);
        }
        catch (NetworkPortException)
        {
            _socket.Dispose();
            throw;
        }

        _listening = ListenAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _listening;
        _socket.Dispose();
        _end.Dispose();
    }

    // struct sockaddr_nl: u16 family, two bytes of padding, u32 port (0: the kernel chooses), u32 groups.
    private static unsafe void Bind(int descriptor)
    {
        byte* address = stackalloc byte[12];
        Span<byte> bytes = new(address, 12);
        bytes.Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, Rtnetlink.AF_NETLINK);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[8..], Rtnetlink.RTMGRP_ALL);
        if (Libc.bind(descriptor, address, (uint)bytes.Length) != 0)
        {
            throw NetlinkSocket.Failed("the kernel does not tell of changes of the network");
        }
    }

    private async Task ListenAsync()
    {
        byte[] buffer = new byte[BufferSize];
        try
        {
            while (true)
            {
                try
                {
                    _ = await _socket.ReceiveAsync(buffer, SocketFlags.None, _end.Token);
                }
                catch (SocketException e) when (e.SocketErrorCode == SocketError.NoBufferSpaceAvailable)
                {
                    // More changed than fits the buffer: that something changed is all that is told anyway.
                }

                _changed();
            }
        }
        catch (OperationCanceledException)
        {
            // Told to end.
        }
    }
}
