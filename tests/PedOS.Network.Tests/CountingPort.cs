using PedOS.Agents.Network;

namespace PedOS.Network.Tests;

/// <summary>Counts what is changed.</summary>
/// <param name="port">Does the work; disposed by whoever made it.</param>
internal sealed class CountingPort(INetworkPort port) : INetworkPort
{
    private int _changes;

    /// <summary>Changes until now, whether they were refused or not.</summary>
    public int Changes => Volatile.Read(ref _changes);

    public IReadOnlyList<NetworkAdapter> FindAdapters() => port.FindAdapters();

    public AdapterState Read(NetworkAdapter adapter) => port.Read(adapter);

    public void Apply(NetworkAdapter adapter, NetworkChange change)
    {
        _ = Interlocked.Increment(ref _changes);
        port.Apply(adapter, change);
    }

    public IAsyncDisposable Watch(Action changed) => port.Watch(changed);

    public void Dispose()
    {
        // The port is another's.
    }
}
