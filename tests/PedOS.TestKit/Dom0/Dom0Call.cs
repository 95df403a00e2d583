using System.Text;
using PedOS.Protocols.Qrexec;
using PedOS.TestKit.RawVchan;

namespace PedOS.TestKit.Dom0;

/// <summary>A call from dom0 into the guest: the calling end of its data channel.</summary>
public sealed class Dom0Call : IAsyncDisposable
{
    private readonly ScriptedDom0 _dom0;
    private readonly CallSlot _slot;
    private readonly IVchanOffer? _offer;
    private readonly CallTranscript _transcript;
    private readonly SemaphoreSlim _writing = new(1);
    private RawDataChannel? _channel;
    private bool _inputEnded;

    internal Dom0Call(ScriptedDom0 dom0, CallSlot slot, IVchanOffer? offer, bool justExec)
    {
        _dom0 = dom0;
        _slot = slot;
        _offer = offer;
        _transcript = new CallTranscript(justExec);
    }

    /// <summary>Where the call is.</summary>
    public ChannelAddress Address => _slot.Address;

    /// <summary>Completes with CONNECTION_TERMINATED (true), or when the agent is lost (false).</summary>
    public Task<bool> Terminated => _slot.Terminated;

    /// <summary>The data channel; only after <see cref="OpenAsync"/>.</summary>
    public RawDataChannel Channel => _channel ?? throw new InvalidOperationException("the call is not open");

    /// <summary>Waits for the guest to connect and exchanges HELLO.</summary>
    /// <returns>False when the guest connected and went away without a word.</returns>
    public async Task<bool> OpenAsync(CancellationToken cancellationToken)
    {
        _channel = new RawDataChannel(await AcceptRawAsync(cancellationToken));
        return await _channel.HandshakeAsync(_dom0.Options.Version, speakFirst: true, cancellationToken);
    }

    /// <summary>Waits for the guest to connect and says nothing: for tests that break rules.</summary>
    public async Task<RawChannel> AcceptRawAsync(CancellationToken cancellationToken) => _offer is null
        ? throw new InvalidOperationException("the call has no data channel")
        : new RawChannel(await _offer.AcceptAsync(cancellationToken));

    /// <summary>Writes to the program's input.</summary>
    /// <returns>False when the channel is gone.</returns>
    public async ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            return await Channel.WriteStreamAsync(MessageType.DataStdin, bytes, cancellationToken);
        }
        finally
        {
            _ = _writing.Release();
        }
    }

    /// <summary>Writes text to the program's input.</summary>
    /// <returns>False when the channel is gone.</returns>
    public ValueTask<bool> WriteAsync(string text, CancellationToken cancellationToken) =>
        WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);

    /// <summary>Ends the program's input.</summary>
    public async ValueTask EndInputAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            if (!_inputEnded)
            {
                _inputEnded = true;
                _ = await Channel.WriteAsync(MessageType.DataStdin, default, cancellationToken);
            }
        }
        finally
        {
            _ = _writing.Release();
        }
    }

    /// <summary>Reads the next message and checks its order: one end per stream, then one exit code, last.</summary>
    /// <returns>Null at the end of the channel.</returns>
    /// <exception cref="InvalidDataException">The guest broke a rule.</exception>
    public async ValueTask<RawDataMessage?> ReadAsync(CancellationToken cancellationToken)
    {
        RawDataMessage? message = await Channel.ReadAsync(cancellationToken);
        if (message is not null)
        {
            _transcript.Add(message.Value);
            if (_transcript.ExitCode is not null)
            {
                // As a caller does that has what it waited for; the service side waits for it.
                await EndInputAsync(cancellationToken);
            }
        }

        return message;
    }

    /// <summary>Reads bytes of one stream, in as many messages as they come.</summary>
    /// <returns>Exactly as many bytes, or fewer when the stream or the call ends.</returns>
    /// <exception cref="InvalidDataException">A rule was broken, or more or something else was sent.</exception>
    public async Task<byte[]> ReadStreamAsync(MessageType type, int count, CancellationToken cancellationToken)
    {
        using MemoryStream bytes = new();
        while (bytes.Length < count && await ReadAsync(cancellationToken) is RawDataMessage message)
        {
            if (message.Type != type || message.Body.Length > count - bytes.Length)
            {
                throw new InvalidDataException(
                    $"0x{(uint)message.Type:x} of {message.Body.Length} bytes instead of 0x{(uint)type:x} of {count}");
            }

            if (message.Body.IsEmpty)
            {
                break;
            }

            bytes.Write(message.Body.Span);
        }

        return bytes.ToArray();
    }

    /// <summary>Reads as many bytes of standard output as <paramref name="expected"/> has.</summary>
    public Task<string> ReadTextAsync(string expected, CancellationToken cancellationToken) =>
        ReadTextAsync(MessageType.DataStdout, expected, cancellationToken);

    /// <summary>Reads as many bytes of one stream as <paramref name="expected"/> has.</summary>
    public async Task<string> ReadTextAsync(MessageType type, string expected, CancellationToken cancellationToken) =>
        Encoding.UTF8.GetString(
            await ReadStreamAsync(type, Encoding.UTF8.GetByteCount(expected), cancellationToken));

    /// <summary>Reads to the end of the call.</summary>
    /// <param name="output">Where standard output goes; by default into the result.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="InvalidDataException">The guest broke a rule.</exception>
    public async Task<CallResult> ReadToEndAsync(Stream? output, CancellationToken cancellationToken)
    {
        using MemoryStream kept = new();
        using MemoryStream error = new();
        while (await ReadAsync(cancellationToken) is RawDataMessage message)
        {
            if (message.Type == MessageType.DataStdout)
            {
                await (output ?? kept).WriteAsync(message.Body, cancellationToken);
            }
            else if (message.Type == MessageType.DataStderr)
            {
                error.Write(message.Body.Span);
            }
        }

        return new CallResult(_transcript.ExitCode, kept.ToArray(), error.ToArray(), Channel.Headers);
    }

    /// <summary>Runs the whole call: input, its end, everything that comes back, the word that it is over.</summary>
    public async Task<CallResult> RunAsync(ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        if (!await OpenAsync(cancellationToken))
        {
            return new CallResult(null, [], [], []);
        }

        Task feed = FeedAsync(input, cancellationToken);
        CallResult result = await ReadToEndAsync(null, cancellationToken);
        Channel.Raw.Close();
        await feed;
        _ = await Terminated.WaitAsync(cancellationToken);
        return result;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _offer?.Dispose();
        if (_channel is not null)
        {
            await _channel.DisposeAsync();
        }

        _writing.Dispose();
    }

    private async Task FeedAsync(ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        if (await WriteAsync(input, cancellationToken))
        {
            await EndInputAsync(cancellationToken);
        }
    }
}
