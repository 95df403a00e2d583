using System.Globalization;
using System.Text;
using PedOS.Agents.Network;
using PedOS.Protocols.Network;

namespace PedOS.NetworkSetup;

/// <summary>The network as it is, beside what dom0 wants.</summary>
/// <param name="Problem">Why it is not known what dom0 wants; empty when it is.</param>
/// <param name="Adapters">Those that are there, and those that are wanted and are not.</param>
internal sealed record NetworkStatus(string Problem, IReadOnlyList<AdapterStatus> Adapters)
{
    /// <summary>What dom0 wants is known, and is.</summary>
    public bool IsInForce => Problem.Length == 0 && Adapters.All(a => a.Missing.Count == 0);

    /// <summary>Looks at the machine; changes nothing.</summary>
    /// <exception cref="NetworkPortException">The system does not tell.</exception>
    public static NetworkStatus Of(
        INetworkPort port, NetworkSettings? settings, string problem, IReadOnlyList<SavedAdapter> saved)
    {
        IReadOnlyList<AdapterSettings> wanted = settings?.Adapters ?? [];
        List<AdapterStatus> adapters = [];
        foreach (NetworkAdapter adapter in port.FindAdapters())
        {
            AdapterState current = port.Read(adapter);
            SavedAdapter? memory = saved.FirstOrDefault(s => s.Mac == adapter.Mac);
            int position = wanted.ToList().FindIndex(w => w.Mac == adapter.Mac);
            AdapterState target = position < 0 ? current : WantedState.For(
                wanted[position], position, current, memory?.Before ?? current, memory?.Routes ?? []);
            adapters.Add(new AdapterStatus(adapter.Name, adapter.Mac)
            {
                Addresses = [.. current.Addresses.Select(a => a.Prefix)],
                Routes = [.. current.Routes.Select(r => r.ToString())],
                DnsServers = current.Dns.Servers,
                Mtu = current.Mtu,
                Wanted = position < 0 ? null : wanted[position].ToString(),
                Missing = [.. ChangePlanner.Plan(current, target).Select(c => c.ToString())],
                CanBeRestored = memory is not null,
            });
        }

        IEnumerable<AdapterStatus> absent = wanted
            .Where(w => !adapters.Any(a => a.Mac == w.Mac))
            .Select(w => new AdapterStatus(string.Empty, w.Mac)
            {
                Wanted = w.ToString(),
                Missing = ["the adapter itself"],
            });
        return new NetworkStatus(problem, [.. adapters, .. absent]);
    }

    /// <summary>For a person.</summary>
    public string ToText()
    {
        StringBuilder text = new();
        if (Problem.Length > 0)
        {
            _ = text.Append("what dom0 wants is not known: ").Append(Problem).Append('\n');
        }

        foreach (AdapterStatus adapter in Adapters)
        {
            _ = text.Append(adapter.Name.Length > 0 ? adapter.Name : "(absent)").Append(' ').Append(adapter.Mac);
            Line("addresses", adapter.Addresses);
            Line("routes", adapter.Routes);
            Line("DNS", adapter.DnsServers);
            Line("MTU", [adapter.Mtu.ToString(CultureInfo.InvariantCulture)]);
            Line("wanted", [adapter.Wanted ?? "nothing by dom0"]);
            Line("missing", adapter.Missing);
            Line("before", (string[])(adapter.CanBeRestored ? ["kept, --restore puts it back"] : []));
            _ = text.Append('\n');
        }

        return text.ToString().TrimEnd('\n');

        void Line<T>(string name, IReadOnlyList<T> values)
        {
            if (values.Count > 0)
            {
                _ = text.Append(CultureInfo.InvariantCulture, $"\n  {name,-10}{string.Join(", ", values)}");
            }
        }
    }
}
