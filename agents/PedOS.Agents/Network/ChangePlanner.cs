namespace PedOS.Agents.Network;

/// <summary>Finds the changes that lead from one state of an adapter to another.</summary>
public static class ChangePlanner
{
    /// <summary>Plans.</summary>
    /// <param name="current">What is.</param>
    /// <param name="wanted">What shall be.</param>
    /// <returns>In the order in which they are to be made; empty when what shall be is.</returns>
    public static IReadOnlyList<NetworkChange> Plan(AdapterState current, AdapterState wanted)
    {
        List<NetworkChange> changes = [];
        Add(ChangeKind.Dhcp, wanted.HasDhcp != current.HasDhcp, wanted.HasDhcp ? 1 : 0);
        Add(ChangeKind.Up, wanted.IsUp && !current.IsUp, 1);
        AddMtu(ChangeKind.Mtu, current.Mtu, wanted.Mtu);
        AddMtu(ChangeKind.Mtu6, current.Mtu6, wanted.Mtu6);

        // What goes goes first, because a new address or route may differ from an old one in nothing that the system
        // distinguishes. Routes that others lean on come first and go last.
        // What a lease left goes, too: nobody renews it, and an address that is also wanted is not ours while it is a
        // lease.
        changes.AddRange(current.Routes
            .Where(have => !wanted.Routes.Any(have.Satisfies))
            .Reverse()
            .Concat(wanted.HasDhcp ? [] : current.LeasedRoutes.Reverse())
            .Select(route => new NetworkChange(ChangeKind.RemoveRoute, Route: route)));
        changes.AddRange(current.Addresses
            .Where(have => !wanted.Addresses.Any(have.Satisfies))
            .Concat(wanted.HasDhcp ? [] : current.LeasedAddresses)
            .Select(address => new NetworkChange(ChangeKind.RemoveAddress, Address: address)));
        Add(ChangeKind.Up, !wanted.IsUp && current.IsUp, 0);
        changes.AddRange(wanted.Addresses
            .Where(want => !current.Addresses.Any(have => have.Satisfies(want)))
            .Select(address => new NetworkChange(ChangeKind.AddAddress, Address: address)));
        changes.AddRange(wanted.Routes
            .Where(want => !current.Routes.Any(have => have.Satisfies(want)))
            .Select(route => new NetworkChange(ChangeKind.AddRoute, Route: route)));
        if (!current.Dns.Satisfies(wanted.Dns))
        {
            changes.Add(new NetworkChange(ChangeKind.Dns, Dns: wanted.Dns));
        }

        return changes;

        // There is no setting an MTU that the adapter has not, nor going back to one that it had not.
        void AddMtu(ChangeKind kind, int have, int want) => Add(kind, have != want && have != 0 && want != 0, want);

        void Add(ChangeKind kind, bool when, int value)
        {
            if (when)
            {
                changes.Add(new NetworkChange(kind, Value: value));
            }
        }
    }
}
