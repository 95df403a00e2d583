using PedOS.Agents.Vchan;
using PedOS.Protocols.Vchan;

namespace PedOS.TestKit.Vchan;

/// <summary>
/// Two ends of a vchan in memory, with real ring limits: a writer waits when the reader does not drain. An end that is
/// disposed leaves what it wrote readable; one that aborts takes it along.
/// </summary>
public sealed class MemoryVchanPair : IAsyncDisposable
{
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Makes the two ends.</summary>
    /// <param name="toServer">Least bytes of the ring towards the server; rounded as every flavour rounds.</param>
    /// <param name="toClient">Least bytes of the ring towards the client.</param>
    /// <param name="connected">False: the server waits until <see cref="Connect"/>.</param>
    public MemoryVchanPair(int toServer = VchanRing.MinSize, int toClient = VchanRing.MinSize, bool connected = true)
    {
        MemoryRing up = new(VchanRing.SizeFor(toServer));
        MemoryRing down = new(VchanRing.SizeFor(toClient));
        Server = new MemoryVchan(VchanRole.Server, up, down, _connected);
        Client = new MemoryVchan(VchanRole.Client, down, up, _connected) { Peer = Server };
        Server.Peer = Client;
        if (connected)
        {
            Connect();
        }
    }

    /// <summary>The end that made the channel.</summary>
    public MemoryVchan Server { get; }

    /// <summary>The end that connected to it.</summary>
    public MemoryVchan Client { get; }

    /// <summary>The client comes.</summary>
    public void Connect() => _connected.TrySetResult();

    /// <summary>Closes both ends.</summary>
    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Client.DisposeAsync();
    }
}
