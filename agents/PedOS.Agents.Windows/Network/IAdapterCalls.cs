using PedOS.Agents.Network;

namespace PedOS.Agents.Windows.Network;

/// <summary>What Windows does for the settings of one adapter that are in the registry.</summary>
internal interface IAdapterCalls
{
    /// <summary>
    /// Whether the service of the DHCP client is stopped, or there is none: then no adapter has a lease.
    /// </summary>
    bool IsDhcpClientStopped { get; }

    /// <summary>A value of the adapter.</summary>
    /// <param name="service">The protocol's driver: Tcpip or Tcpip6.</param>
    /// <param name="name">The value's name.</param>
    /// <returns>Null when there is no such value, or the driver has no key of the adapter.</returns>
    /// <exception cref="NetworkPortException">The system refuses.</exception>
    object? Read(string service, string name);

    /// <summary>Sets a value of the adapter: a number or a text.</summary>
    /// <returns>Whether the driver has a key of the adapter; without one nothing is set.</returns>
    /// <exception cref="NetworkPortException">The system refuses.</exception>
    bool TryWrite(string service, string name, object value);

    /// <summary>Makes the DHCP client read the adapter's settings again.</summary>
    /// <param name="dhcp">A number of <see cref="Interop.Dhcpcsvc"/>.</param>
    /// <returns>Error number.</returns>
    int NotifyDhcp(int dhcp);

    /// <summary>Sets the DNS servers of one family.</summary>
    /// <param name="servers">Separated by commas; empty: none.</param>
    /// <param name="isV6">Those of IPv6.</param>
    /// <returns>Error number; null before Windows 10 2004, which has no such call.</returns>
    int? SetDnsServers(string servers, bool isV6);
}
