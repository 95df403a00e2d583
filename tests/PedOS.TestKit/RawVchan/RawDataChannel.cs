using System.Buffers.Binary;
using PedOS.Protocols.Qrexec;

namespace PedOS.TestKit.RawVchan;

/// <summary>
/// Messages of one data channel: the handshake, then whole messages with the size limit of the version held.
/// </summary>
/// <param name="channel">The bytes below; owned.</param>
public sealed class RawDataChannel(RawChannel channel) : IAsyncDisposable
{
    private const int HeaderSize = 8;
    private const int HeadersKept = 100_000;

    private readonly byte[] _reading = new byte[2 * (HeaderSize + 65536)];
    private readonly byte[] _writing = new byte[HeaderSize + 65536];
    private readonly List<MessageHeader> _headers = [];
    private int _start;
    private int _end;

    /// <summary>The bytes below.</summary>
    public RawChannel Raw => channel;

    /// <summary>Version settled by the handshake.</summary>
    public uint Version { get; private set; }

    /// <summary>Longest body either side may send.</summary>
    public int MaxChunk => Version < 3 ? 4096 : 65536;

    /// <summary>Headers of the messages received, in order.</summary>
    public IReadOnlyList<MessageHeader> Headers => _headers;

    /// <summary>Exchanges HELLO.</summary>
    /// <param name="version">What this side announces.</param>
    /// <param name="speakFirst">False for a service in dom0, which reads first.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False when the peer went away before it said HELLO.</returns>
    /// <exception cref="InvalidDataException">The peer said something else.</exception>
    public async Task<bool> HandshakeAsync(uint version, bool speakFirst, CancellationToken cancellationToken)
    {
        if (speakFirst)
        {
            _ = await channel.WriteAsync(HelloBytes(version), cancellationToken);
        }

        byte[] hello = new byte[HeaderSize + 4];
        int read = await channel.ReadFullAsync(hello, cancellationToken);
        if (read < hello.Length)
        {
            return read == 0 ? false : throw new InvalidDataException("the channel ended within HELLO");
        }

        uint peer = BinaryPrimitives.ReadUInt32LittleEndian(hello.AsSpan(HeaderSize));
        if (BinaryPrimitives.ReadUInt32LittleEndian(hello) != 0x300
            || BinaryPrimitives.ReadUInt32LittleEndian(hello.AsSpan(4)) != 4 || peer < 2)
        {
            throw new InvalidDataException($"not a HELLO: {Convert.ToHexString(hello)}");
        }

        Version = Math.Min(peer, version);
        return speakFirst || await channel.WriteAsync(HelloBytes(version), cancellationToken);
    }

    /// <summary>Reads the next message.</summary>
    /// <returns>Null at the end of the channel.</returns>
    /// <exception cref="InvalidDataException">A body over the limit, or an end in the middle of a message.</exception>
    public async ValueTask<RawDataMessage?> ReadAsync(CancellationToken cancellationToken)
    {
        if (!await FillAsync(HeaderSize, cancellationToken))
        {
            return _end == _start ? null : throw new InvalidDataException("the channel ended within a header");
        }

        MessageHeader header = MessageHeader.Read(_reading.AsSpan(_start));
        if (_headers.Count < HeadersKept)
        {
            _headers.Add(header);
        }

        if (header.Length > MaxChunk)
        {
            throw new InvalidDataException($"a body of {header.Length} bytes, allowed are {MaxChunk}");
        }

        if (!await FillAsync(HeaderSize + (int)header.Length, cancellationToken))
        {
            throw new InvalidDataException($"the channel ended within message 0x{(uint)header.Type:x}");
        }

        ReadOnlyMemory<byte> body = _reading.AsMemory(_start + HeaderSize, (int)header.Length);
        _start += HeaderSize + body.Length;
        return new RawDataMessage(header.Type, body);
    }

    /// <summary>Writes one message, header and body in one piece.</summary>
    /// <returns>False when the peer is gone.</returns>
    public ValueTask<bool> WriteAsync(MessageType type, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        new MessageHeader(type, (uint)body.Length).Write(_writing);
        body.CopyTo(_writing.AsMemory(HeaderSize));
        return channel.WriteAsync(_writing.AsMemory(0, HeaderSize + body.Length), cancellationToken);
    }

    /// <summary>Writes bytes of one stream in as many messages as they need.</summary>
    /// <returns>False when the peer is gone.</returns>
    public async ValueTask<bool> WriteStreamAsync(
        MessageType type, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            int size = Math.Min(bytes.Length, MaxChunk);
            if (!await WriteAsync(type, bytes[..size], cancellationToken))
            {
                return false;
            }

            bytes = bytes[size..];
        }

        return true;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => channel.DisposeAsync();

    private static byte[] HelloBytes(uint version)
    {
        byte[] bytes = [0, 3, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(HeaderSize), version);
        return bytes;
    }

    private async ValueTask<bool> FillAsync(int count, CancellationToken cancellationToken)
    {
        if (_reading.Length - _start < count || _start == _end)
        {
            _reading.AsSpan(_start, _end - _start).CopyTo(_reading);
            (_start, _end) = (0, _end - _start);
        }

        while (_end - _start < count)
        {
            int read = await channel.ReadAsync(_reading.AsMemory(_end), cancellationToken);
            if (read == 0)
            {
                return false;
            }

            _end += read;
        }

        return true;
    }
}
