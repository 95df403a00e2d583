using System.Globalization;
using System.Net.Sockets;

namespace PedOS.Agents.Network;

/// <summary>One change of an adapter's state; what it is made of depends on its kind.</summary>
/// <param name="Kind">Which part changes.</param>
/// <param name="Address">The address that comes or goes.</param>
/// <param name="Route">The route that comes or goes.</param>
/// <param name="Dns">The new DNS servers.</param>
/// <param name="Value">The new number; for switches 1 is on.</param>
public sealed record NetworkChange(
    ChangeKind Kind, AddressEntry? Address = null, RouteEntry? Route = null, DnsState? Dns = null, int Value = 0)
{
    /// <summary>The family that it concerns; null: both, or it depends on the system.</summary>
    public AddressFamily? Family => Kind switch
    {
        ChangeKind.Dhcp => AddressFamily.InterNetwork,
        ChangeKind.Mtu6 => AddressFamily.InterNetworkV6,
        _ => Address?.Prefix.Address.AddressFamily ?? Route?.Destination.Address.AddressFamily,
    };

    /// <summary>One phrase for a person.</summary>
    public override string ToString() => Kind switch
    {
        ChangeKind.Dhcp => Value != 0 ? "use DHCP" : "stop using DHCP",
        ChangeKind.Up => Value != 0 ? "switch on" : "switch off",
        ChangeKind.Mtu => string.Create(CultureInfo.InvariantCulture, $"MTU {Value}"),
        ChangeKind.Mtu6 => string.Create(CultureInfo.InvariantCulture, $"MTU {Value} of IPv6"),
        ChangeKind.RemoveRoute => $"remove route {Route}",
        ChangeKind.RemoveAddress => $"remove address {Address?.Prefix}",
        ChangeKind.AddAddress => $"add address {Address?.Prefix}",
        ChangeKind.AddRoute => $"add route {Route}",
        _ => Dns is { Servers.Count: > 0 } ? $"DNS {string.Join(" and ", Dns.Servers)}" : "no DNS servers",
    };
}
