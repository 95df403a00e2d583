using PedOS.Agents.LocalEndpoints;
using PedOS.Agents.Vchan;
using PedOS.DatabaseDaemon;
using PedOS.TestKit;
using PedOS.TestKit.Database;
using PedOS.TestKit.LocalEndpoints;
using PedOS.TestKit.Vchan;
using Xunit;

namespace PedOS.Database.Tests.Daemon;

/// <summary>The daemon in this process, with a dom0 and clients that the test plays byte by byte.</summary>
internal sealed class DaemonBench : IAsyncDisposable
{
    private const uint Machine = 42;
    private const uint Port = 111;

    private readonly MemoryVchanNetwork _network = new();
    private readonly IVchanTransport _transport;
    private readonly MemoryListener _listener = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public DaemonBench()
    {
        _transport = _network.Transport(Machine);
        DatabaseService service = new(
            _transport,
            _ => _listener,
            new DaemonOptions { Endpoint = "e", ReadOnlyEndpoint = string.Empty },
            () => _ready.TrySetResult(),
            Time,
            Log);
        Running = service.RunAsync(_stop.Token);
    }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public FakeTime Time { get; } = new();

    public QuietLog Log { get; } = new();

    /// <summary>The daemon's life.</summary>
    public Task Running { get; }

    /// <summary>Completes when clients are served.</summary>
    public Task Ready => _ready.Task;

    /// <summary>dom0 opens its channel and waits for the daemon, whose pauses are cut short.</summary>
    public async Task<IVchan> AcceptAsync()
    {
        using IVchanTransport transport = _network.Transport(0);
        IVchan dom0 = transport.Listen(Machine, Port, 4096, 4096);
        Task coming = dom0.WaitForPeerAsync(Token).AsTask();
        while (await Task.WhenAny(coming, Task.Delay(1, Token)) != coming)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
        }

        await coming;
        Assert.Equal($"{WireMessage.MultiRead} ", (await ReadAsync(dom0))?.ToString());
        return dom0;
    }

    /// <summary>dom0 opens its channel and sends a sync.</summary>
    public async Task<IVchan> SyncAsync(params (string Path, string Value)[] entries)
    {
        IVchan dom0 = await AcceptAsync();
        await dom0.WriteAsync(Sync(entries), Token);
        await Ready.WaitAsync(Token);
        return dom0;
    }

    /// <summary>The bytes of a sync.</summary>
    public static byte[] Sync(params (string Path, string Value)[] entries) =>
    [
        .. entries.SelectMany(entry => new WireMessage(WireMessage.Entry, entry.Path, entry.Value).ToBytes()),
        .. new WireMessage(WireMessage.Entry, string.Empty).ToBytes(),
    ];

    /// <summary>A client comes.</summary>
    public MemoryConnection Connect(bool mayWrite = true, int size = 65536) =>
        _listener.Connect(new LocalIdentity("1000", 1) { IsAdministrator = mayWrite }, size);

    /// <summary>An administrator comes, who is known as such when something was read of it.</summary>
    public MemoryConnection ConnectUnknown() => _listener.Connect(
        new LocalIdentity("1000", 1) { IsAdministrator = true }, opener: new LocalIdentity("1000", 1));

    /// <summary>A client asks one thing.</summary>
    public static async Task<string?> AskAsync(MemoryConnection client, byte type, string path, string data = "")
    {
        await client.WriteAsync(new WireMessage(type, path, data).ToBytes(), Token);
        return (await ReadAsync(client.ReadAsync))?.ToString();
    }

    /// <summary>dom0 sends one message.</summary>
    public static Task SendAsync(IVchan dom0, byte type, string path, string data = "") =>
        dom0.WriteAsync(new WireMessage(type, path, data).ToBytes(), Token).AsTask();

    /// <summary>dom0 reads one message; null at the end of its channel.</summary>
    public static Task<WireMessage?> ReadAsync(IVchan dom0) => ReadAsync(dom0.ReadAsync);

    /// <summary>Reads one message; null at the end, which must not come in the middle of one.</summary>
    public static async Task<WireMessage?> ReadAsync(Func<Memory<byte>, CancellationToken, ValueTask<int>> readAsync)
    {
        byte[]? header = await ReadAsync(readAsync, WireMessage.HeaderSize);
        if (header is null)
        {
            return null;
        }

        byte[]? data = await ReadAsync(readAsync, WireMessage.DataLength(header));
        return WireMessage.Parse(header, data!);
    }

    /// <summary>The daemon is told to stop.</summary>
    public Task StopAsync() => _stop.CancelAsync();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        while (await Task.WhenAny(Running, Task.Delay(1)) != Running)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
        }

        await Running;
        _stop.Dispose();
        _transport.Dispose();
        await _listener.DisposeAsync();
    }

    private static async Task<byte[]?> ReadAsync(
        Func<Memory<byte>, CancellationToken, ValueTask<int>> readAsync, int count)
    {
        byte[] bytes = new byte[count];
        int length = 0;
        while (length < count)
        {
            int read = await readAsync(bytes.AsMemory(length), Token);
            if (read == 0)
            {
                Assert.Equal(0, length);
                return null;
            }

            length += read;
        }

        return bytes;
    }
}
