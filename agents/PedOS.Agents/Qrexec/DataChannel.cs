using System.Buffers;
using System.Runtime.CompilerServices;
using PedOS.Agents.Async;
using PedOS.Agents.Vchan;
using PedOS.Protocols;
using PedOS.Protocols.Qrexec;

namespace PedOS.Agents.Qrexec;

/// <summary>
/// The data vchan of one call after its handshake: messages in, messages out. Owns the vchan. One receiver; senders
/// take turns. An idle channel holds no buffer.
/// </summary>
public sealed class DataChannel : IAsyncDisposable
{
    /// <summary>Bytes before the body in a buffer given to <see cref="SendAsync"/>.</summary>
    public const int Headroom = QrexecAbi.HeaderSize;

    private readonly IVchan _vchan;
    private readonly DataFrameReader _reader = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private byte[]? _buffer;

    private DataChannel(IVchan vchan) => _vchan = vchan;

    /// <summary>Negotiated version.</summary>
    public uint Version { get; private set; }

    /// <summary>Longest body of a message.</summary>
    public int MaxBody => QrexecAbi.MaxDataChunk(Version);

    /// <summary>Shakes hands on a new vchan.</summary>
    /// <returns>Null when the peer left without a byte; the vchan is closed then.</returns>
    /// <exception cref="ProtocolException">The peer does not speak qrexec.</exception>
    /// <exception cref="VchanClosedException">The peer left in the middle.</exception>
    /// <remarks>After any exception the vchan is closed.</remarks>
    public static async Task<DataChannel?> OpenAsync(IVchan vchan, CancellationToken cancellationToken)
    {
        DataChannel channel = new(vchan);
        try
        {
            // Sending first is always safe; one of the two ends may wait for it.
            await vchan.WriteAsync(Hello.Build(), cancellationToken);
            channel.Rent();
            while (channel.Version == 0)
            {
                int read = await vchan.ReadAsync(channel._reader.Free, cancellationToken);
                if (read == 0 && channel._reader.IsEmpty)
                {
                    await channel.DisposeAsync();
                    return null;
                }

                if (read == 0)
                {
                    throw new VchanClosedException("the peer left in the middle of its HELLO");
                }

                channel._reader.Advance(read);
                if (channel._reader.TryReadHello(out uint version) == ReadStatus.Done)
                {
                    channel.Version = version;
                }
            }

            return channel;
        }
        catch (VchanClosedException) when (channel._reader.IsEmpty)
        {
            await channel.DisposeAsync();
            return null;
        }
        catch
        {
            await channel.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes the next message.</summary>
    /// <exception cref="ProtocolException">The peer broke the protocol.</exception>
    [AsyncMethodBuilder(typeof(ReusingMethodBuilderOf<>))]
    public async ValueTask<DataMessage> ReceiveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_buffer is not null
                && _reader.TryRead(out MessageHeader header, out ReadOnlyMemory<byte> body) == ReadStatus.Done)
            {
                return new DataMessage(header, body);
            }

            if (_reader.IsEmpty)
            {
                // An empty read waits for data; the buffer goes back while there is none.
                ValueTask<int> ready = _vchan.ReadAsync(Memory<byte>.Empty, cancellationToken);
                if (!ready.IsCompleted)
                {
                    Return();
                }

                _ = await ready;
                Rent();
            }

            int read = await _vchan.ReadAsync(_reader.Free, cancellationToken);
            if (read == 0)
            {
                Return(cut: true);
                return default;
            }

            _reader.Advance(read);
        }
    }

    /// <summary>Sends one message in one piece.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="frame">
    /// Buffer whose first <see cref="Headroom"/> bytes are free for the header; the body follows, as long as the header
    /// says.
    /// </param>
    /// <param name="cancellationToken">Ends the wait for space.</param>
    /// <exception cref="VchanClosedException">The peer is gone.</exception>
    [AsyncMethodBuilder(typeof(ReusingMethodBuilder))]
    public async ValueTask SendAsync(MessageHeader header, Memory<byte> frame, CancellationToken cancellationToken)
    {
        header.Write(frame.Span);
        await SendFramesAsync(frame[..(Headroom + (int)header.Length)], cancellationToken);
    }

    /// <summary>Sends messages that are complete with their headers.</summary>
    /// <exception cref="VchanClosedException">The peer is gone.</exception>
    [AsyncMethodBuilder(typeof(ReusingMethodBuilder))]
    public async ValueTask SendFramesAsync(ReadOnlyMemory<byte> frames, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            await _vchan.WriteAsync(frames, cancellationToken);
        }
        finally
        {
            _ = _sending.Release();
        }
    }

    /// <summary>Closes at once; see <see cref="IVchan.Abort"/>.</summary>
    public void Abort() => _vchan.Abort();

    /// <summary>Delivers what was sent and closes. The receiver must have ended, or ends by this.</summary>
    public async ValueTask DisposeAsync()
    {
        await _vchan.DisposeAsync();
        _sending.Dispose();
    }

    private void Rent()
    {
        if (_buffer is null)
        {
            _buffer = ArrayPool<byte>.Shared.Rent(DataFrameReader.MinBuffer);
            _reader.Attach(_buffer);
        }
    }

    // A message that was cut off by the end of the channel is dropped with its buffer, which then is not reused.
    private void Return(bool cut = false)
    {
        if (cut && !_reader.IsEmpty)
        {
            _buffer = null;
        }

        if (_buffer is not null)
        {
            _reader.Detach();
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = null;
        }
    }
}
