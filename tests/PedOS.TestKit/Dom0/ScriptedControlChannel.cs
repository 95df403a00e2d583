using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using PedOS.TestKit.RawVchan;

namespace PedOS.TestKit.Dom0;

/// <summary>Messages of one control connection to the agent, the daemon's end.</summary>
/// <param name="raw">The bytes below; owned.</param>
internal sealed class ScriptedControlChannel(RawChannel raw) : IAsyncDisposable
{
    // Longest trigger: 160 bytes before a name of 65000.
    private const int MaxBody = 160 + 65000;

    [SuppressMessage("Usage", "CA2213", Justification = "writers may still wait for their turn; it holds no handle")]
    private readonly SemaphoreSlim _writing = new(1);

    public RawChannel Raw => raw;

    public uint Version { get; private set; }

    /// <summary>Reads the agent's HELLO and answers.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public async Task<bool> HandshakeAsync(uint version, CancellationToken cancellationToken)
    {
        if (await ReadAsync(cancellationToken) is not { } hello)
        {
            return false;
        }

        if (hello.Type != 0x300 || hello.Body.Length != 4)
        {
            throw new InvalidDataException($"0x{hello.Type:x} with {hello.Body.Length} bytes instead of HELLO");
        }

        uint agent = BinaryPrimitives.ReadUInt32LittleEndian(hello.Body);
        Version = Math.Min(agent, version);
        byte[] answer = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(answer, Version);
        return await WriteAsync(0x300, answer, cancellationToken);
    }

    /// <summary>Reads the next message; null when the agent is gone.</summary>
    /// <exception cref="InvalidDataException">A body longer than any message has, or an end within one.</exception>
    public async Task<(uint Type, byte[] Body)?> ReadAsync(CancellationToken cancellationToken)
    {
        byte[] header = new byte[8];
        int read = await raw.ReadFullAsync(header, cancellationToken);
        if (read < header.Length)
        {
            // An agent that is killed may die within a message.
            return null;
        }

        uint length = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(4));
        if (length > MaxBody)
        {
            throw new InvalidDataException($"a control body of {length} bytes");
        }

        byte[] body = new byte[length];
        return await raw.ReadFullAsync(body, cancellationToken) < body.Length
            ? null
            : (BinaryPrimitives.ReadUInt32LittleEndian(header), body);
    }

    /// <summary>Writes one message in one piece.</summary>
    /// <returns>False when the agent is gone.</returns>
    public Task<bool> WriteAsync(uint type, ReadOnlySpan<byte> body, CancellationToken cancellationToken)
    {
        byte[] message = new byte[8 + body.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(message, type);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(4), body.Length);
        body.CopyTo(message.AsSpan(8));
        return WriteRawAsync(message, cancellationToken);
    }

    /// <summary>Writes bytes as they are.</summary>
    public async Task<bool> WriteRawAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            return await raw.WriteAsync(bytes, cancellationToken);
        }
        finally
        {
            _ = _writing.Release();
        }
    }

    // Writers that wait for their turn find the bytes below closed; the semaphore holds nothing to give back.
    public ValueTask DisposeAsync() => raw.DisposeAsync();
}
