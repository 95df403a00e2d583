using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using PedOS.TestKit.RawVchan;

namespace PedOS.TestKit.Database;

/// <summary>
/// dom0's configuration database of one guest: the server of port 111. It holds the guest to the rules that the real
/// daemon enforces by exiting: what is broken is in <see cref="Violations"/>.
/// </summary>
/// <param name="place">Where the vchans are.</param>
/// <param name="vmId">Id of the guest.</param>
public sealed class ScriptedDatabase(IVchanPlace place, uint vmId = 42) : IAsyncDisposable
{
    private const uint Port = 111;

    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, byte[]> _entries = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _violations = new();
    private readonly List<string> _received = [];
    private readonly SemaphoreSlim _writing = new(1);
    private CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;
    private RawChannel? _channel;
    private int _syncs;

    /// <summary>Rules the guest broke, in words; empty after a good test.</summary>
    public IReadOnlyCollection<string> Violations => _violations;

    /// <summary>Syncs the guest has asked for.</summary>
    public int Syncs => Volatile.Read(ref _syncs);

    /// <summary>Bytes sent instead of the next sync, once; hostile tests set it. Null: an honest sync.</summary>
    public byte[]? InsteadOfSync { get; set; }

    /// <summary>Whether the guest's messages are read; a stalled dom0 does not.</summary>
    public bool IsReading { get; set; } = true;

    /// <summary>Messages received after requests for a sync, as text: type, path, <c>=</c> data.</summary>
    public IReadOnlyList<string> Received
    {
        get
        {
            lock (_gate)
            {
                return [.. _received];
            }
        }
    }

    /// <summary>What dom0 has.</summary>
    public string? this[string path]
    {
        get
        {
            lock (_gate)
            {
                return _entries.TryGetValue(path, out byte[]? value) ? Encoding.UTF8.GetString(value) : null;
            }
        }

        set
        {
            lock (_gate)
            {
                _ = _entries.Remove(path);
                if (value is not null)
                {
                    _entries[path] = Encoding.UTF8.GetBytes(value);
                }
            }
        }
    }

    /// <summary>Begins to wait for the guest, again after each loss.</summary>
    public void Start()
    {
        _stop = new CancellationTokenSource();
        _loop = RunAsync(_stop.Token);
    }

    /// <summary>Goes away, as a daemon that is killed.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        _channel?.Close();
        await _loop;
    }

    /// <summary>Closes the present channel; the guest may come again.</summary>
    public void HangUp() => _channel?.Close();

    /// <summary>Changes an entry here and in the guest.</summary>
    public Task WriteAsync(string path, string value, CancellationToken cancellationToken)
    {
        this[path] = value;
        return SendAsync(new WireMessage(WireMessage.Write, path, value).ToBytes(), cancellationToken);
    }

    /// <summary>Removes an entry, or a subtree, here and in the guest.</summary>
    public Task RemoveAsync(string path, CancellationToken cancellationToken)
    {
        Remove(path);
        return SendAsync(new WireMessage(WireMessage.Rm, path).ToBytes(), cancellationToken);
    }

    /// <summary>Sends bytes as they are; lost when the guest is gone.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            if (_channel is { } channel)
            {
                _ = await channel.WriteAsync(bytes, cancellationToken);
            }
        }
        finally
        {
            _ = _writing.Release();
        }
    }

    /// <summary>Waits until the guest has asked for so many syncs, each answered.</summary>
    public async Task WaitForSyncsAsync(int count, CancellationToken cancellationToken)
    {
        while (Syncs < count)
        {
            await Task.Delay(2, cancellationToken);
        }
    }

    /// <summary>Waits until a message has come, see <see cref="Received"/>.</summary>
    public async Task WaitForAsync(string message, CancellationToken cancellationToken)
    {
        while (!Received.Contains(message))
        {
            await Task.Delay(2, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
        _writing.Dispose();
    }

    private async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using IVchanOffer offer = place.Listen(0, vmId, Port);
                await using RawChannel channel = new(await offer.AcceptAsync(stop));
                _channel = channel;
                await ServeAsync(channel, stop);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // Asked to stop, or the name was taken for a moment.
            }
            finally
            {
                _channel = null;
            }
        }
    }

    private async Task ServeAsync(RawChannel channel, CancellationToken stop)
    {
        bool synced = false;
        while (await ReadAsync(channel, stop) is { } message)
        {
            switch (message.Type)
            {
                case WireMessage.MultiRead when !synced && message.Path.Length == 0:
                    synced = true;
                    await SendAsync(TakeSync(), stop);
                    _ = Interlocked.Increment(ref _syncs);
                    break;
                case WireMessage.Write when message.Path.StartsWith('/') && !message.Data.Contains((byte)0):
                    this[message.Path] = message.Text;
                    await AcknowledgeAsync(message, stop);
                    break;
                case WireMessage.Rm when Remove(message.Path):
                    await AcknowledgeAsync(message, stop);
                    break;
                case WireMessage.Ok or WireMessage.Error:
                    Note(message);
                    break;
                default:
                    _violations.Enqueue(message.ToString());
                    return;
            }
        }
    }

    private async Task AcknowledgeAsync(WireMessage message, CancellationToken stop)
    {
        Note(message);
        await SendAsync(new WireMessage(WireMessage.Ok, message.Path).ToBytes(), stop);
    }

    private byte[] TakeSync()
    {
        if (InsteadOfSync is { } instead)
        {
            InsteadOfSync = null;
            return instead;
        }

        lock (_gate)
        {
            IEnumerable<WireMessage> entries = _entries.Reverse()
                .Select(entry => new WireMessage(WireMessage.Entry, entry.Key, entry.Value));
            return [.. entries.Append(new WireMessage(WireMessage.Entry, "")).SelectMany(entry => entry.ToBytes())];
        }
    }

    private bool Remove(string path)
    {
        lock (_gate)
        {
            string[] removed =
            [
                .. _entries.Keys.Where(key => path.EndsWith('/')
                    ? key.StartsWith(path, StringComparison.Ordinal)
                    : key.Equals(path, StringComparison.Ordinal)),
            ];
            foreach (string key in removed)
            {
                _ = _entries.Remove(key);
            }

            return removed.Length > 0;
        }
    }

    private void Note(WireMessage message)
    {
        lock (_gate)
        {
            _received.Add(message.ToString());
        }
    }

    private async Task<WireMessage?> ReadAsync(RawChannel channel, CancellationToken stop)
    {
        while (!IsReading)
        {
            await Task.Delay(5, stop);
        }

        byte[] header = new byte[WireMessage.HeaderSize];
        if (await channel.ReadFullAsync(header, stop) < header.Length)
        {
            return null;
        }

        int length = WireMessage.DataLength(header);
        if (length is < 0 or > 3071)
        {
            _violations.Enqueue($"message {header[0]} announces {length} bytes");
            return null;
        }

        byte[] data = new byte[length];
        return await channel.ReadFullAsync(data, stop) < length ? null : WireMessage.Parse(header, data);
    }
}
