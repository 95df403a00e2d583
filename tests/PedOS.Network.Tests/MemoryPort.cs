using System.Net.Sockets;
using PedOS.Agents.Network;
using PedOS.Protocols.Network;

namespace PedOS.Network.Tests;

/// <summary>A network of one adapter that does what it is told, and refuses what a test wants refused.</summary>
internal sealed class MemoryPort : INetworkPort
{
    private static readonly NetworkAdapter Adapter =
        new(7, "Ethernet 2", MacAddress.TryParse(NamespaceTest.Mac)!.Value);

    private bool _isRefused;

    /// <summary>The adapter's state.</summary>
    public AdapterState State { get; private set; } = new() { Mtu = 1500, Mtu6 = 1500, HasDhcp = true };

    /// <summary>Changes the state without a change of this program.</summary>
    public Func<AdapterState, AdapterState> Others
    {
        set => State = value(State);
    }

    /// <summary>Which changes are refused with the error that Windows also has for an adapter that is gone.</summary>
    public Predicate<NetworkChange> IsNotFound { get; set; } = static _ => false;

    /// <summary>Which changes are refused because of one family; null for those that are not.</summary>
    public Func<NetworkChange, AddressFamily?> Refusal { get; set; } = static _ => null;

    /// <summary>Whether the adapter goes away with the first change that is refused.</summary>
    public bool IsUnplugged { get; set; }

    /// <summary>
    /// Whether what DHCP gave stays when it is switched off: on Windows it is the client's to remove it, which may come
    /// late or never; and an address that is there as a lease is not made a second time, though that is no error.
    /// </summary>
    public bool LeaseStays { get; set; }

    /// <summary>What was changed.</summary>
    public List<string> Changes { get; } = [];

    public IReadOnlyList<NetworkAdapter> FindAdapters() => IsUnplugged && _isRefused ? [] : [Adapter];

    public AdapterState Read(NetworkAdapter adapter) => State;

    public void Apply(NetworkAdapter adapter, NetworkChange change)
    {
        if (IsNotFound(change))
        {
            _isRefused = true;
            throw new NetworkPortException($"{adapter.Name}: {change}: Element not found. (error 1168)", isGone: true);
        }

        if (Refusal(change) is { } family)
        {
            throw new NetworkPortException($"{adapter.Name}: {change}: refused") { Family = family };
        }

        Changes.Add(change.ToString());
        State = change switch
        {
            { Kind: ChangeKind.Dhcp } => State with
            {
                HasDhcp = change.Value != 0,
                LeasedAddresses = LeaseStays ? State.LeasedAddresses : [],
                LeasedRoutes = LeaseStays ? State.LeasedRoutes : [],
            },
            { Kind: ChangeKind.AddAddress } when IsLeased(change.Address!) => State,
            { Kind: ChangeKind.RemoveAddress } when IsLeased(change.Address!) => State with
            {
                LeasedAddresses = [.. State.LeasedAddresses.Where(a => a != change.Address)],
            },
            { Kind: ChangeKind.RemoveRoute } when State.LeasedRoutes.Contains(change.Route!) => State with
            {
                LeasedRoutes = [.. State.LeasedRoutes.Where(r => r != change.Route)],
            },
            { Kind: ChangeKind.Mtu } => State with { Mtu = change.Value },
            { Kind: ChangeKind.Mtu6 } => State with { Mtu6 = change.Value },
            { Kind: ChangeKind.AddAddress } => State with { Addresses = [.. State.Addresses, change.Address!] },
            { Kind: ChangeKind.RemoveAddress } =>
                State with { Addresses = [.. State.Addresses.Where(a => a != change.Address)] },
            { Kind: ChangeKind.AddRoute } => State with { Routes = [.. State.Routes, change.Route!] },
            { Kind: ChangeKind.RemoveRoute } =>
                State with { Routes = [.. State.Routes.Where(r => r != change.Route)] },
            { Kind: ChangeKind.Dns } => State with { Dns = change.Dns! with { IsByFamily = State.Dns.IsByFamily } },
            _ => throw new NetworkPortException($"{change}: there is no such thing"),
        };
    }

    private bool IsLeased(AddressEntry address) =>
        State.LeasedAddresses.Any(a => a.Prefix.Address.Equals(address.Prefix.Address));

    public IAsyncDisposable Watch(Action changed) => throw new NotSupportedException();

    public void Dispose()
    {
        // Nothing is open.
    }
}
