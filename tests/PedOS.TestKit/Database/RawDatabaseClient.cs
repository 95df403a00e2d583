using System.Net.Sockets;
using PedOS.TestKit.RawVchan;

namespace PedOS.TestKit.Database;

/// <summary>A local client of the daemon as the original's library is one: bytes, no rules.</summary>
public sealed class RawDatabaseClient : IAsyncDisposable
{
    private readonly RawChannel _channel;

    private RawDatabaseClient(Socket socket) => _channel = new RawChannel(socket);

    /// <summary>The bytes.</summary>
    public RawChannel Channel => _channel;

    /// <summary>Connects to a Unix socket.</summary>
    public static async Task<RawDatabaseClient> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
        return new RawDatabaseClient(socket);
    }

    /// <summary>Sends one message.</summary>
    public async Task SendAsync(byte type, string path, string data, CancellationToken cancellationToken) =>
        _ = await _channel.WriteAsync(new WireMessage(type, path, data).ToBytes(), cancellationToken);

    /// <summary>Receives one message.</summary>
    /// <returns>Null when the daemon closed the connection.</returns>
    public async Task<WireMessage?> ReceiveAsync(CancellationToken cancellationToken)
    {
        byte[] header = new byte[WireMessage.HeaderSize];
        if (await _channel.ReadFullAsync(header, cancellationToken) < header.Length)
        {
            return null;
        }

        byte[] data = new byte[WireMessage.DataLength(header)];
        _ = await _channel.ReadFullAsync(data, cancellationToken);
        return WireMessage.Parse(header, data);
    }

    /// <summary>Asks, and receives one message as text.</summary>
    public async Task<string?> AskAsync(byte type, string path, string data, CancellationToken cancellationToken)
    {
        await SendAsync(type, path, data, cancellationToken);
        return (await ReceiveAsync(cancellationToken))?.ToString();
    }

    /// <summary>Asks for entries or paths, and receives them up to their end.</summary>
    public async Task<IReadOnlyList<string>> AskAllAsync(byte type, string path, CancellationToken cancellationToken)
    {
        await SendAsync(type, path, "", cancellationToken);
        List<string> answers = [];
        while (await ReceiveAsync(cancellationToken) is { Path.Length: > 0 } answer)
        {
            answers.Add(answer.ToString());
        }

        return answers;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _channel.DisposeAsync();
}
