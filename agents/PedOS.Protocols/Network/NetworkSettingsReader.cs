using PedOS.Protocols.Database;
using PedOS.Protocols.Qrexec;

namespace PedOS.Protocols.Network;

/// <summary>
/// Reads what dom0 wants of the network. One wrong value refuses the whole set: half of it is no network.
/// </summary>
public static class NetworkSettingsReader
{
    /// <summary>Reads the entries of <see cref="NetworkKeys"/>.</summary>
    /// <param name="entries">Entries of the database; those with other paths are passed over.</param>
    /// <param name="problem">Key and reason; empty when nothing is wrong.</param>
    /// <returns>Null when the set is refused.</returns>
    public static NetworkSettings? TryRead(IEnumerable<DatabaseEntry> entries, out string problem)
    {
        SettingValues main = new(string.Empty);
        Dictionary<MacAddress, SettingValues> overrides = [];
        problem = string.Empty;
        foreach (DatabaseEntry entry in entries)
        {
            if (!entry.Path.StartsWith(NetworkKeys.Override, StringComparison.Ordinal))
            {
                main.Add(entry.Path, entry);
                continue;
            }

            string[] parts = entry.Path[NetworkKeys.Override.Length..].Split('/');
            if (MacAddress.TryParse(parts[0]) is not { } mac)
            {
                problem = $"{Shown(entry.Path)} names no hardware address";
                return null;
            }

            string directory = NetworkKeys.Override + parts[0];
            if (!overrides.TryGetValue(mac, out SettingValues? values))
            {
                overrides[mac] = values = new SettingValues(directory);
            }
            else if (!directory.Equals(values.Directory, StringComparison.Ordinal))
            {
                problem = $"{Shown(directory)} and {Shown(values.Directory)} are the same adapter";
                return null;
            }

            values.Add(string.Join('/', parts[1..]), entry);
        }

        List<AdapterSettings> adapters = [];
        ReadMain(main, overrides, adapters);
        foreach ((MacAddress mac, SettingValues values) in overrides.OrderBy(o => o.Key.Value))
        {
            ReadOverride(mac, values, main, adapters);
        }

        IEnumerable<SettingValues> read = [main, .. overrides.Values];
        problem = read.Select(values => values.Problem).FirstOrDefault(p => p.Length > 0) ?? CheckTogether(adapters);
        return problem.Length > 0 ? null : new NetworkSettings(adapters)
        {
            Manual = [.. overrides.Where(o => o.Value.IsManual).Select(o => o.Key).OrderBy(mac => mac.Value)],
        };
    }

    private static void ReadMain(
        SettingValues main, Dictionary<MacAddress, SettingValues> overrides, List<AdapterSettings> adapters)
    {
        if (!main.Has(NetworkKeys.Ip) && !main.Has(NetworkKeys.Ip6))
        {
            return;
        }

        if (main.Mac(NetworkKeys.Mac) is not { } mac || overrides.GetValueOrDefault(mac) is { IsOverride: true })
        {
            return;
        }

        AdapterKeys names = new(
            NetworkKeys.Ip, NetworkKeys.Netmask, NetworkKeys.Gateway,
            NetworkKeys.Ip6, string.Empty, NetworkKeys.Gateway6, NetworkKeys.Mtu);
        AdapterSettings adapter = main.Adapter(mac, isMain: true, names);
        adapters.Add(adapter with
        {
            DnsServers = main.Servers(NetworkKeys.PrimaryDns, NetworkKeys.SecondaryDns, adapter.Gateways),
        });
    }

    private static void ReadOverride(
        MacAddress mac, SettingValues values, SettingValues main, List<AdapterSettings> adapters)
    {
        if (!values.HasAddress)
        {
            return;
        }

        AdapterKeys names = new("ip", "netmask", "gateway", "ip6", "netmask6", "gateway6", "mtu");
        bool isMain = main.Has(NetworkKeys.Mac) && main.Mac(NetworkKeys.Mac) == mac;
        AdapterSettings adapter = values.Adapter(mac, isMain, names);
        if (isMain)
        {
            adapter = adapter with
            {
                DnsServers = main.Servers(NetworkKeys.PrimaryDns, NetworkKeys.SecondaryDns, adapter.Gateways),
            };
        }

        adapters.Insert(isMain ? 0 : adapters.Count, adapter);
    }

    private static string CheckTogether(List<AdapterSettings> adapters)
    {
        if (adapters.Count > NetworkSettings.MaxAdapters)
        {
            return $"{adapters.Count} adapters have settings, at most {NetworkSettings.MaxAdapters} can be set";
        }

        return adapters.SelectMany(a => a.Addresses, (a, p) => (a.Mac, p.Address))
            .GroupBy(a => a.Address)
            .Where(g => g.Count() > 1)
            .Select(g => $"the address {g.Key} is wanted on several: {string.Join(", ", g.Select(a => a.Mac))}")
            .FirstOrDefault(string.Empty);
    }

    private static string Shown(string path) => Printable.Text(System.Text.Encoding.UTF8.GetBytes(path));
}
