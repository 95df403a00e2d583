using PedOS.Agents.Vchan;

namespace PedOS.TestKit.Vchan;

/// <summary>Machines in one process: a transport for each, connected by memory vchans.</summary>
public sealed class MemoryVchanNetwork
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(uint Server, uint Client, uint Port), MemoryVchanPair> _listening = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The transport of one machine.</summary>
    /// <param name="domain">Its id.</param>
    public IVchanTransport Transport(uint domain) => new MemoryTransport(this, domain);

    private MemoryVchan Listen(uint server, uint client, uint port, int read, int write)
    {
        MemoryVchanPair pair = new(read, write, connected: false);
        TaskCompletionSource changed;
        lock (_gate)
        {
            // As on the socket flavour: a later server at the same place takes it over.
            _listening[(server, client, port)] = pair;
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
        return pair.Server;
    }

    private async ValueTask<IVchan> ConnectAsync(
        uint server, uint client, uint port, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_listening.Remove((server, client, port), out MemoryVchanPair? pair)
                    && pair.Server.State == VchanState.Waiting)
                {
                    pair.Connect();
                    return pair.Client;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    private sealed class MemoryTransport(MemoryVchanNetwork network, uint domain) : IVchanTransport
    {
        public IVchan Listen(uint peerDomain, uint port, int minReadRing, int minWriteRing) =>
            network.Listen(domain, peerDomain, port, minReadRing, minWriteRing);

        public ValueTask<IVchan> ConnectAsync(uint serverDomain, uint port, CancellationToken cancellationToken) =>
            network.ConnectAsync(serverDomain, domain, port, cancellationToken);

        public void Dispose()
        {
            // The machines are the network's; a transport holds nothing.
        }
    }
}
