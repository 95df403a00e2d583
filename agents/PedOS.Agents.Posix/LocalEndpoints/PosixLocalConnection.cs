using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using PedOS.Agents.LocalEndpoints;
using PedOS.Agents.Posix.Native;

namespace PedOS.Agents.Posix.LocalEndpoints;

/// <summary>A connected local program; its identity is the kernel's (SO_PEERCRED).</summary>
internal sealed class PosixLocalConnection : ILocalConnection
{
    private const int SOL_SOCKET = 1;
    private const int SO_PEERCRED = 17;

    // struct ucred: pid, uid, gid, 4 bytes each.
    private const int CredentialSize = 12;

    private readonly Socket _socket;

    public PosixLocalConnection(Socket socket)
    {
        _socket = socket;
        Identity = ReadIdentity(socket);
    }

    public LocalIdentity Identity { get; }

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await _socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return 0;
        }
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            while (buffer.Length > 0)
            {
                int sent = await _socket.SendAsync(buffer, SocketFlags.None, cancellationToken);
                buffer = buffer[sent..];
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            throw new IOException("the local peer is gone", e);
        }
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private static LocalIdentity ReadIdentity(Socket socket)
    {
        Span<byte> credentials = stackalloc byte[CredentialSize];
        try
        {
            _ = socket.GetRawSocketOption(SOL_SOCKET, SO_PEERCRED, credentials);
        }
        catch (SocketException)
        {
            // Connected and gone already: it will be noticed at the first read.
            return new LocalIdentity("unknown", 0);
        }

        uint user = BinaryPrimitives.ReadUInt32LittleEndian(credentials[4..]);
        return new LocalIdentity(
            user.ToString(CultureInfo.InvariantCulture), BinaryPrimitives.ReadInt32LittleEndian(credentials))
        {
            IsAdministrator = user == 0 || user == Libc.geteuid(),
        };
    }
}
