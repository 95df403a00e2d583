namespace PedOS.Agents.Network;

/// <summary>The network of this machine. Every call is answered by the system at once; one caller at a time.</summary>
public interface INetworkPort : IDisposable
{
    /// <summary>The Ethernet adapters that are there, switched on or not.</summary>
    /// <exception cref="NetworkPortException">The system does not tell.</exception>
    IReadOnlyList<NetworkAdapter> FindAdapters();

    /// <summary>What an adapter is set to.</summary>
    /// <exception cref="NetworkPortException">The system does not tell, or the adapter is gone.</exception>
    AdapterState Read(NetworkAdapter adapter);

    /// <summary>Makes one change. What is already as it shall be is no error.</summary>
    /// <exception cref="NetworkPortException">The system refuses, or the adapter is gone.</exception>
    void Apply(NetworkAdapter adapter, NetworkChange change);

    /// <summary>Tells each time an adapter comes, goes or is changed, by whomever.</summary>
    /// <param name="changed">Called from any thread; must return at once.</param>
    /// <returns>Ends it; when it has returned, no call comes any more.</returns>
    /// <exception cref="NetworkPortException">The system does not tell.</exception>
    IAsyncDisposable Watch(Action changed);
}
