using System.Net;
using System.Net.Sockets;
using System.Text;
using PedOS.Protocols.Database;
using PedOS.Protocols.Qrexec;

namespace PedOS.Protocols.Network;

/// <summary>The values of one place in the database, read one by one; keeps the first thing that is wrong.</summary>
/// <param name="directory">Where they are, without the slash at its end; empty for the root.</param>
internal sealed class SettingValues(string directory)
{
    private const int ShownBytes = 48;

    private readonly Dictionary<string, byte[]> _values = new(StringComparer.Ordinal);

    /// <summary>Where they are.</summary>
    public string Directory => directory;

    /// <summary>Key and reason; empty while nothing is wrong.</summary>
    public string Problem { get; private set; } = string.Empty;

    /// <summary>Of an override: whether it has an address.</summary>
    public bool HasAddress => Has("ip") || Has("ip6");

    /// <summary>Of an override: somebody configures this adapter by hand.</summary>
    public bool IsManual => Has("custom") && !HasAddress;

    /// <summary>Of an override: whether it replaces what the machine has, even by nothing.</summary>
    public bool IsOverride => HasAddress || IsManual;

    /// <summary>Takes one entry; of several with one path the last counts.</summary>
    public void Add(string name, DatabaseEntry entry) => _values[name] = entry.Value;

    /// <summary>Whether there is a value that is not empty.</summary>
    public bool Has(string name) => _values.TryGetValue(name, out byte[]? value) && value.Length > 0;

    /// <summary>Reads a hardware address that must be there.</summary>
    public MacAddress? Mac(string name)
    {
        MacAddress? mac = MacAddress.TryParse(Text(name));
        return mac ?? Refuse<MacAddress?>(name, Has(name) ? "is not a hardware address" : "is absent");
    }

    /// <summary>Reads an adapter.</summary>
    public AdapterSettings Adapter(MacAddress mac, bool isMain, AdapterKeys names)
    {
        List<NetworkPrefix> addresses = [];
        List<IPAddress> gateways = [];
        if (Has(names.Ip))
        {
            int length = Has(names.Netmask)
                ? AddressText.TryParseMask(Text(names.Netmask)) ?? Refuse(names.Netmask, "is not a netmask", 32)
                : 32;
            Family(names.Ip, length, names.Gateway, AddressFamily.InterNetwork, addresses, gateways);
        }

        if (Has(names.Ip6))
        {
            int length = Has(names.Netmask6)
                ? AddressText.TryParseLength(Text(names.Netmask6), 128)
                    ?? Refuse(names.Netmask6, "is not a prefix length", 128)
                : 128;
            Family(names.Ip6, length, names.Gateway6, AddressFamily.InterNetworkV6, addresses, gateways);
        }

        // The larger least of IPv6 is for those that are given IPv6.
        int least = Has(names.Ip6) ? AdapterSettings.MinMtu6 : AdapterSettings.MinMtu;
        int? mtu = Mtu(names.Mtu, least);
        return new AdapterSettings(mac, isMain) { Addresses = addresses, Gateways = gateways, Mtu = mtu };
    }

    /// <summary>Reads the DNS servers; without a first one the gateway of IPv4 is it.</summary>
    public IReadOnlyList<IPAddress> Servers(string primary, string secondary, IReadOnlyList<IPAddress> gateways)
    {
        IEnumerable<IPAddress> first = Has(primary)
            ? Host(primary, null) is { } server ? [server] : []
            : gateways.Where(g => g.AddressFamily == AddressFamily.InterNetwork);
        IEnumerable<IPAddress> second = Has(secondary) && Host(secondary, null) is { } other ? [other] : [];
        return [.. first.Concat(second).Distinct()];
    }

    private void Family(
        string ip,
        int length,
        string gateway,
        AddressFamily family,
        List<NetworkPrefix> addresses,
        List<IPAddress> gateways)
    {
        if (Host(ip, family) is not { } address)
        {
            return;
        }

        NetworkPrefix prefix = new(address, length);
        if (address.IsIPv6LinkLocal)
        {
            _ = Refuse(ip, "is a link-local address", 0);
        }
        else if (EdgeOf(prefix, address) is { } edge)
        {
            _ = Refuse(ip, $"is the {edge} address of its network {prefix}", 0);
        }

        addresses.Add(prefix);
        if (!Has(gateway) || Host(gateway, family) is not { } router)
        {
            return;
        }

        if (router.Equals(address))
        {
            _ = Refuse(gateway, "is the machine's own address", 0);
        }
        else if (prefix.Contains(router) && EdgeOf(prefix, router) is { } routerEdge)
        {
            _ = Refuse(gateway, $"is the {routerEdge} address of the network {prefix}", 0);
        }

        gateways.Add(router);
    }

    // First and last address of an IPv4 network with more than two addresses belong to nobody.
    private static string? EdgeOf(NetworkPrefix network, IPAddress address)
    {
        if (network.IsV6 || network.Length > 30)
        {
            return null;
        }

        uint bits = 0;
        foreach (byte part in address.GetAddressBytes())
        {
            bits = (bits << 8) | part;
        }

        uint hosts = uint.MaxValue >> network.Length;
        return (bits & hosts) == 0 ? "first" : (bits & hosts) == hosts ? "broadcast" : null;
    }

    private int? Mtu(string name, int least) =>
        !Has(name) ? null
        : AddressText.TryParseNumber(Text(name)) is { } mtu && mtu >= least && mtu <= AdapterSettings.MaxMtu ? mtu
        : Refuse<int?>(name, $"is not a number from {least} to {AdapterSettings.MaxMtu}");

    private IPAddress? Host(string name, AddressFamily? family)
    {
        IPAddress? address = AddressText.TryParseHost(Text(name), out string problem);
        return address is null ? Refuse<IPAddress?>(name, problem)
            : family is not null && address.AddressFamily != family
                ? Refuse<IPAddress?>(name, "is an address of the other family")
            : address;
    }

    // Bytes that are not ASCII become something that no parser takes.
    private string Text(string name) =>
        _values.TryGetValue(name, out byte[]? value) ? Encoding.Latin1.GetString(value) : string.Empty;

    private T? Refuse<T>(string name, string reason, T? instead = default)
    {
        if (Problem.Length == 0)
        {
            string key = directory.Length == 0 ? name : $"{directory}/{name}";
            ReadOnlySpan<byte> value = _values.GetValueOrDefault(name);
            bool cut = value.Length > ShownBytes;
            string shown = value.Length == 0 ? string.Empty
                : $" ({Printable.Text(cut ? value[..ShownBytes] : value)}{(cut ? "..." : string.Empty)})";
            Problem = $"{key} {reason}{shown}";
        }

        return instead;
    }
}
