using System.Net;
using System.Security;
using Microsoft.Win32;
using PedOS.Agents.Network;
using PedOS.Agents.Windows.Interop;

namespace PedOS.Agents.Windows.Network;

/// <summary>
/// What Windows keeps of an adapter in the registry and no function of IP Helper tells or changes: DHCP, and the DNS
/// servers that somebody set. The service of the DHCP client is never touched.
/// </summary>
/// <param name="adapter">Identifier of the adapter, in braces.</param>
internal sealed unsafe class AdapterRegistry(string adapter)
{
    private const string DhcpValue = "EnableDHCP";
    private const string ServersValue = "NameServer";

    /// <summary>Whether a DHCP client gives it its IPv4 address.</summary>
    public bool HasDhcp => Read("Tcpip", DhcpValue) is int and not 0;

    /// <summary>The DNS servers that somebody set.</summary>
    public DnsState Dns
    {
        get
        {
            string v4 = Read("Tcpip", ServersValue) as string ?? string.Empty;
            string v6 = Read("Tcpip6", ServersValue) as string ?? string.Empty;
            IEnumerable<IPAddress> servers = $"{v4},{v6}"
                .Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries)
                .Select(text => IPAddress.TryParse(text, out IPAddress? server) ? server : null)
                .OfType<IPAddress>();
            return new DnsState([.. servers], $"{v4}|{v6}", IsByFamily: true);
        }
    }

    /// <summary>Switches DHCP of this adapter on or off.</summary>
    /// <exception cref="NetworkPortException">The system refuses.</exception>
    public void SetDhcp(bool enabled)
    {
        Write("Tcpip", DhcpValue, enabled ? 1 : 0, RegistryValueKind.DWord);
        Notify(enabled ? Dhcpcsvc.EnableDhcp : Dhcpcsvc.DisableDhcp);
    }

    /// <summary>Sets the DNS servers.</summary>
    /// <exception cref="NetworkPortException">The system refuses.</exception>
    public void SetDns(DnsState dns)
    {
        string[] texts = dns.Native?.Split('|') is { Length: 2 } native ? native :
        [
            string.Join(',', dns.Servers.Where(s => s.GetAddressBytes().Length == 4)),
            string.Join(',', dns.Servers.Where(s => s.GetAddressBytes().Length == 16)),
        ];
        try
        {
            SetDns(texts[0], 0);
            SetDns(texts[1], Iphlpapi.DNS_SETTING_IPV6);
        }
        catch (EntryPointNotFoundException)
        {
            // Before Windows 10 2004.
            Write("Tcpip", ServersValue, texts[0], RegistryValueKind.String);
            Write("Tcpip6", ServersValue, texts[1], RegistryValueKind.String);
            Notify(Dhcpcsvc.IgnoreDhcp);
        }
    }

    private void SetDns(string servers, ulong flags)
    {
        fixed (char* text = servers)
        {
            Iphlpapi.DnsInterfaceSettings settings = new()
            {
                Version = Iphlpapi.DNS_INTERFACE_SETTINGS_VERSION1,
                Flags = Iphlpapi.DNS_SETTING_NAMESERVER | flags,
                NameServer = text,
            };
            Check(Iphlpapi.SetInterfaceDnsSettings(Guid.Parse(adapter), settings), "setting the DNS servers");
        }
    }

    private void Notify(int dhcp) => Check(
        Dhcpcsvc.DhcpNotifyConfigChange(null, adapter, hasNewAddress: false, 0, 0, 0, dhcp), "telling the DHCP client");

    private void Check(int error, string what)
    {
        if (error != 0)
        {
            throw IpHelperPort.FailedOn($"{what} of {adapter}", error);
        }
    }

    private object? Read(string service, string name)
    {
        using RegistryKey? key = Open(service, writable: false);
        return key?.GetValue(name);
    }

    private void Write(string service, string name, object value, RegistryValueKind kind)
    {
        try
        {
            using RegistryKey? key = Open(service, writable: true);
            if (key is null)
            {
                throw new NetworkPortException($"{service} has no settings of adapter {adapter}", isGone: true);
            }

            key.SetValue(name, value, kind);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NetworkPortException($"{name} of {adapter} cannot be set: {e.Message}", inner: e);
        }
    }

    private RegistryKey? Open(string service, bool writable)
    {
        string path = $@"SYSTEM\CurrentControlSet\Services\{service}\Parameters\Interfaces\{adapter}";
        try
        {
            return Registry.LocalMachine.OpenSubKey(path, writable);
        }
        catch (Exception e) when (e is SecurityException or IOException)
        {
            throw new NetworkPortException($@"HKLM\{path} cannot be opened: {e.Message}", inner: e);
        }
    }
}
