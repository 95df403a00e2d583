using System.Net;
using System.Net.Sockets;
using PedOS.Agents.Network;
using PedOS.Agents.Windows.Interop;

namespace PedOS.Agents.Windows.Network;

/// <summary>
/// What Windows keeps of an adapter in the registry and no function of IP Helper tells or changes: DHCP, and the DNS
/// servers that somebody set. The service of the DHCP client is never touched.
/// </summary>
/// <param name="adapter">Identifier of the adapter, in braces.</param>
/// <param name="calls">What Windows does for it.</param>
internal sealed class AdapterRegistry(string adapter, IAdapterCalls calls)
{
    /// <summary>The driver of IPv4.</summary>
    public const string DriverOfV4 = "Tcpip";

    /// <summary>The driver of IPv6.</summary>
    public const string DriverOfV6 = "Tcpip6";

    /// <summary>The value that says whether DHCP is on: a number.</summary>
    public const string DhcpValue = "EnableDHCP";

    /// <summary>The value with the DNS servers that somebody set: a text.</summary>
    public const string ServersValue = "NameServer";

    /// <summary>Whether a DHCP client gives it its IPv4 address.</summary>
    public bool HasDhcp => calls.Read(DriverOfV4, DhcpValue) is int and not 0;

    /// <summary>The DNS servers that somebody set.</summary>
    public DnsState Dns
    {
        get
        {
            (string v4, string v6) = (ServersOf(DriverOfV4), ServersOf(DriverOfV6));
            IEnumerable<IPAddress> servers = $"{v4},{v6}"
                .Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries)
                .Select(text => IPAddress.TryParse(text, out IPAddress? server) ? server : null)
                .OfType<IPAddress>();
            return new DnsState([.. servers], $"{v4}|{v6}", IsByFamily: true);
        }
    }

    /// <summary>Switches DHCP of this adapter on or off.</summary>
    /// <exception cref="NetworkPortException">The system refuses; what was set is set back.</exception>
    public void SetDhcp(bool enabled)
    {
        object? before = calls.Read(DriverOfV4, DhcpValue);
        Write(DriverOfV4, DhcpValue, enabled ? 1 : 0, AddressFamily.InterNetwork);
        try
        {
            Notify(enabled ? Dhcpcsvc.EnableDhcp : Dhcpcsvc.DisableDhcp, AddressFamily.InterNetwork);
        }
        catch (NetworkPortException)
        {
            _ = calls.TryWrite(DriverOfV4, DhcpValue, before ?? 0);
            throw;
        }
    }

    /// <summary>Sets the DNS servers; a family whose servers are as they shall be is not touched.</summary>
    /// <exception cref="NetworkPortException">The system refuses those of one family.</exception>
    public void SetDns(DnsState dns)
    {
        string[] texts = dns.Native?.Split('|') is { Length: 2 } native ? native :
        [
            string.Join(',', dns.Servers.Where(s => s.GetAddressBytes().Length == 4)),
            string.Join(',', dns.Servers.Where(s => s.GetAddressBytes().Length == 16)),
        ];
        SetDns(DriverOfV4, AddressFamily.InterNetwork, texts[0]);
        SetDns(DriverOfV6, AddressFamily.InterNetworkV6, texts[1]);
    }

    private void SetDns(string driver, AddressFamily family, string servers)
    {
        // A family that is not bound to the adapter may have no key, and then has no servers either.
        if (ServersOf(driver) == servers)
        {
            return;
        }

        if (calls.SetDnsServers(servers, family == AddressFamily.InterNetworkV6) is { } error)
        {
            Check(error, "setting the DNS servers", family);
        }
        else
        {
            // Before Windows 10 2004.
            Write(driver, ServersValue, servers, family);
            Notify(Dhcpcsvc.IgnoreDhcp, family);
        }
    }

    private string ServersOf(string driver) => calls.Read(driver, ServersValue) as string ?? string.Empty;

    // A client that does not run reads its settings when it starts, and until then holds no lease.
    private void Notify(int dhcp, AddressFamily family)
    {
        int error = calls.NotifyDhcp(dhcp);
        if (error != 0 && !calls.IsDhcpClientStopped)
        {
            Check(error, "telling the DHCP client", family);
        }
    }

    private void Check(int error, string what, AddressFamily family)
    {
        if (error != 0)
        {
            throw IpHelperPort.FailedOn($"{what} of {adapter}", error, family);
        }
    }

    private void Write(string driver, string name, object value, AddressFamily family)
    {
        if (!calls.TryWrite(driver, name, value))
        {
            throw new NetworkPortException($"{driver} has no settings of adapter {adapter}", isGone: true)
            {
                Family = family,
            };
        }
    }
}
