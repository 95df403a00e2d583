using PedOS.Agents.Vchan;
using Xunit;

namespace PedOS.Agents.Tests.Vchan;

/// <summary>Two ends of one channel, made by two transports of the flavour that is tested.</summary>
public abstract class VchanBench : IAsyncLifetime
{
    protected const int Limit = 60_000;
    protected const uint Port = 513;

    /// <summary>The ring that is asked for, and the smallest there is.</summary>
    protected const int Ring = 4096;

    /// <summary>Bytes that no flavour takes while nobody reads.</summary>
    protected const int MoreThanFits = 32 << 20;

    private readonly List<IDisposable> _transports = [];
    private IVchan? _server;
    private IVchan? _client;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected IVchan Server => _server!;

    protected IVchan Client => _client!;

    protected (IVchan From, IVchan To)[] Directions => [(Client, Server), (Server, Client)];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        Clean();
        GC.SuppressFinalize(this);
    }

    /// <summary>A transport of one machine; all of one test meet each other.</summary>
    protected abstract IVchanTransport TransportOf(uint domain);

    /// <summary>Removes what the flavour has left behind.</summary>
    protected virtual void Clean()
    {
    }

    /// <summary>Connects the two ends; closes those before.</summary>
    protected async Task OpenAsync()
    {
        await CloseAsync();
        IVchanTransport ofServer = TransportOf(0);
        _transports.Add(ofServer);
        IVchanTransport ofClient = TransportOf(42);
        _transports.Add(ofClient);
        _server = ofServer.Listen(42, Port, Ring, Ring);
        _client = await ofClient.ConnectAsync(0, Port, Token);
        await _server.WaitForPeerAsync(Token);
    }

    protected static byte[] Pattern(int length, int seed = 0)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>Compares without printing megabytes.</summary>
    protected static void AssertSame(ReadOnlyMemory<byte> expected, byte[] actual)
    {
        int same = expected.Span.CommonPrefixLength(actual);
        Assert.Equal((expected.Length, expected.Length), (actual.Length, same));
    }

    protected static async Task<byte[]> ReadExactlyAsync(IVchan vchan, int count)
    {
        byte[] bytes = new byte[count];
        int length = 0;
        while (length < count)
        {
            int read = await vchan.ReadAsync(bytes.AsMemory(length), Token);
            Assert.True(read > 0, $"the channel ended after {length} of {count} bytes");
            length += read;
        }

        return bytes;
    }

    protected static async Task<byte[]> ReadToEndAsync(IVchan vchan)
    {
        using MemoryStream all = new();
        byte[] buffer = new byte[65536];
        while (await vchan.ReadAsync(buffer, Token) is > 0 and int read)
        {
            all.Write(buffer, 0, read);
        }

        return all.ToArray();
    }

    /// <summary>Writes until the peer is known to be gone: a system may take a little before it knows.</summary>
    protected static async Task<VchanClosedException> WriteUntilClosedAsync(IVchan vchan) =>
        await Assert.ThrowsAsync<VchanClosedException>(async () =>
        {
            while (true)
            {
                await vchan.WriteAsync(new byte[1], Token);
            }
        });

    private async Task CloseAsync()
    {
        if (_client is not null)
        {
            await _client.DisposeAsync();
        }

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _transports.ForEach(static transport => transport.Dispose());
        _transports.Clear();
    }
}
