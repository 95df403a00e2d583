using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using PedOS.Agents.Network;
using PedOS.Protocols.Database;
using PedOS.Protocols.Network;

namespace PedOS.Fuzz.Targets;

/// <summary>The network's settings in the database; one entry a line: path, blank, value.</summary>
internal static partial class NetworkTarget
{
    public static void Run(ReadOnlySpan<byte> input)
    {
        List<DatabaseEntry> entries = [];
        foreach (string line in Encoding.Latin1.GetString(input).Split('\n'))
        {
            int blank = line.IndexOf(' ', StringComparison.Ordinal);
            entries.Add(new DatabaseEntry(
                blank < 0 ? line : line[..blank], blank < 0 ? [] : Encoding.Latin1.GetBytes(line[(blank + 1)..])));
        }

        NetworkSettings? settings = NetworkSettingsReader.TryRead(entries, out string problem);
        Check.Same(settings is null, problem.Length > 0);
        Check.That(!problem.Any(c => c is < ' ' or > '~'));
        Check.That(problem.Length < 1000);
        if (settings is null)
        {
            return;
        }

        Check.Same(settings.Adapters.Count, settings.Adapters.DistinctBy(a => a.Mac).Count());
        Check.That(settings.Adapters.Count(a => a.IsMain) <= 1);
        Check.That(settings.Adapters.All(a => !settings.Manual.Contains(a.Mac)));
        string[] values = [.. entries.Select(e => Encoding.Latin1.GetString(e.Value))];
        foreach (AdapterSettings adapter in settings.Adapters)
        {
            CheckAdapter(adapter, values);
        }
    }

    private static void CheckAdapter(AdapterSettings adapter, string[] values)
    {
        Check.That(adapter.Addresses.Count is 1 or 2);
        Check.That(adapter.Gateways.Count <= adapter.Addresses.Count);
        Check.That(adapter.IsMain || adapter.DnsServers.Count == 0);
        Check.That(adapter.Mtu is null || values.Contains(adapter.Mtu.Value.ToString(CultureInfo.InvariantCulture)));
        foreach (NetworkPrefix prefix in adapter.Addresses)
        {
            Check.That(prefix.Length >= 1 && prefix.Length <= prefix.MaxLength);
            Check.Same(prefix, NetworkPrefix.Parse(prefix.ToString()));
            CheckHost(prefix.Address, values);
            Check.That(!prefix.Address.IsIPv6LinkLocal && !adapter.Gateways.Contains(prefix.Address));
        }

        foreach (IPAddress host in adapter.Gateways.Concat(adapter.DnsServers))
        {
            CheckHost(host, values);
        }

        AdapterState state = WantedState.For(adapter, 0, new AdapterState(), new AdapterState(), []);
        Check.Same(0, ChangePlanner.Plan(state, WantedState.For(adapter, 0, state, new AdapterState(), [])).Count);
    }

    // Whatever is taken was written in one of the values, in the one notation that all programs understand alike.
    private static void CheckHost(IPAddress host, string[] values)
    {
        string text = host.ToString();
        Check.That(host.GetAddressBytes() is not [0 or 127 or >= 224, _, _, _]);
        Check.That(!host.IsIPv6Multicast && !host.Equals(IPAddress.IPv6Loopback) && !host.Equals(IPAddress.IPv6Any));
        Check.That(text.Contains(':', StringComparison.Ordinal)
            ? values.Any(v => Groups().IsMatch(v) && IPAddress.TryParse(v, out IPAddress? a) && a.Equals(host))
            : Numbers().IsMatch(text) && values.Contains(text));
    }

    [GeneratedRegex(@"\A[0-9a-fA-F:]{2,39}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Groups();

    [GeneratedRegex(@"\A(?:(?:0|[1-9][0-9]{0,2})(?:\.(?!\z)|\z)){4}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Numbers();
}
