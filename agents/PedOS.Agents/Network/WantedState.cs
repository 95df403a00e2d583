using System.Net;
using System.Net.Sockets;
using PedOS.Protocols.Network;

namespace PedOS.Agents.Network;

/// <summary>Finds the state that an adapter shall have.</summary>
public static class WantedState
{
    /// <summary>
    /// Metric of the routes of the second adapter; each further one has one more. The main adapter leaves the choice to
    /// the system, which makes it smaller, or at least not larger, on all that are supported.
    /// </summary>
    public const uint SecondMetric = 2048;

    /// <summary>The routes that settings ask for.</summary>
    /// <param name="settings">What dom0 wants.</param>
    /// <param name="position">Place of the adapter in the set; 0 is the first.</param>
    public static IReadOnlyList<RouteEntry> Routes(AdapterSettings settings, int position)
    {
        uint metric = position == 0 ? 0 : SecondMetric + (uint)position - 1;
        List<RouteEntry> routes = [];
        foreach (IPAddress gateway in settings.Gateways)
        {
            NetworkPrefix own = settings.Addresses.First(a => a.Address.AddressFamily == gateway.AddressFamily);
            if (!own.Contains(gateway) && !gateway.IsIPv6LinkLocal)
            {
                routes.Add(new RouteEntry(NetworkPrefix.Single(gateway), null, metric));
            }

            routes.Add(new RouteEntry(NetworkPrefix.All(own.IsV6), gateway, metric));
        }

        return routes;
    }

    /// <summary>
    /// The state with which an adapter does what settings ask for: their addresses and no others, their way out and no
    /// other. Other routes that somebody added stay. What concerns a family is left out while that is off on the
    /// adapter.
    /// </summary>
    /// <param name="settings">What dom0 wants.</param>
    /// <param name="position">Place of the adapter in the set; 0 is the first.</param>
    /// <param name="current">What is.</param>
    /// <param name="before">What was before the first change.</param>
    /// <param name="ours">Routes that were added for earlier settings.</param>
    public static AdapterState For(
        AdapterSettings settings,
        int position,
        AdapterState current,
        AdapterState before,
        IReadOnlyList<RouteEntry> ours)
    {
        settings = current.IsV6Off ? settings.Only(AddressFamily.InterNetwork) : settings;
        settings = current.IsV4Off ? settings.Only(AddressFamily.InterNetworkV6) : settings;
        IReadOnlyList<RouteEntry> routes = Routes(settings, position);
        AdapterState wanted = Without(current, ours) with
        {
            Addresses = [.. settings.Addresses.Select(a => new AddressEntry(a))],
            Routes = [.. routes, .. Foreign(current, ours).Where(r => !routes.Any(r.LeadsLike))],
            Dns = settings.IsMain ? new DnsState(settings.DnsServers) : current.Dns with { Native = null },
            Mtu = settings.Mtu ?? before.Mtu,

            // One that is too small for IPv6 is only wanted where there is none.
            Mtu6 = settings.Mtu is >= AdapterSettings.MinMtu6 and { } mtu6 ? mtu6 : before.Mtu6,
            IsUp = true,
        };
        return wanted.PossibleOn(current);
    }

    /// <summary>The state of an adapter that was set by us and shall have no network now.</summary>
    /// <param name="current">What is.</param>
    /// <param name="ours">Routes that were added for earlier settings.</param>
    public static AdapterState Without(AdapterState current, IReadOnlyList<RouteEntry> ours) => current with
    {
        Addresses = [],
        Routes = [.. Foreign(current, ours)],
        Dns = current.Dns with { Native = null },
        HasDhcp = false,
    };

    private static IEnumerable<RouteEntry> Foreign(AdapterState current, IReadOnlyList<RouteEntry> ours) =>
        current.Routes.Where(route => !route.IsDefault && !ours.Any(route.LeadsLike));
}
