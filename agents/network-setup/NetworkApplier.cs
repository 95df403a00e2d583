using PedOS.Agents.Network;
using PedOS.Protocols.Network;

namespace PedOS.NetworkSetup;

/// <summary>Sets all adapters of the machine; changes only what differs.</summary>
/// <param name="port">The machine's network.</param>
/// <param name="store">What was before.</param>
internal sealed class NetworkApplier(INetworkPort port, StateStore store)
{
    private readonly AdapterSetter _setter = new(port);

    /// <summary>Does what dom0 wants.</summary>
    /// <returns>One report per adapter that is wanted or was once set.</returns>
    /// <exception cref="NetworkPortException">The system does not tell which adapters there are.</exception>
    public IReadOnlyList<AdapterReport> Apply(NetworkSettings settings)
    {
        IReadOnlyList<AdapterReport> reports = Pass(settings);

        // One adapter may have stood in another's way that has been set since.
        bool again = reports.Any(r => r.Outcome == AdapterOutcome.Failed)
            && reports.Any(r => r.Outcome == AdapterOutcome.Changed);
        return again ? [.. Pass(settings).Select(second => Merge(reports, second))] : reports;
    }

    /// <summary>Puts back what was before the first change, the last adapter first.</summary>
    /// <returns>One report per adapter that was once set.</returns>
    /// <exception cref="NetworkPortException">The system does not tell which adapters there are.</exception>
    public IReadOnlyList<AdapterReport> Restore()
    {
        IReadOnlyList<NetworkAdapter> adapters = port.FindAdapters();
        List<AdapterReport> reports = [];
        foreach (SavedAdapter saved in store.Adapters.Reverse())
        {
            string left = string.Empty;
            AdapterReport report = Try(saved.Mac, adapters, adapter =>
            {
                AdapterState last = port.Read(adapter);
                IReadOnlyList<NetworkChange> made = _setter.Set(adapter, last, state =>
                {
                    last = state;
                    return saved.Before;
                });
                left = LeftOut(adapter, saved.Before.Addresses.Select(a => a.Prefix), last);
                if (left.Length == 0)
                {
                    store.Forget(saved.Mac);
                }

                return made;
            });
            reports.Add(report with { Warning = left });
        }

        return reports;
    }

    private static AdapterReport Merge(IReadOnlyList<AdapterReport> first, AdapterReport second) =>
        second.Outcome == AdapterOutcome.InOrder
        && first.FirstOrDefault(r => r.Mac == second.Mac) is { Outcome: AdapterOutcome.Changed } changed
            ? changed
            : second;

    private List<AdapterReport> Pass(NetworkSettings settings)
    {
        IReadOnlyList<NetworkAdapter> adapters = port.FindAdapters();
        List<AdapterReport> reports = [];

        // Those that have nothing to do any more first: their addresses and routes may be wanted elsewhere.
        foreach (SavedAdapter saved in store.Adapters)
        {
            if (!settings.Adapters.Any(a => a.Mac == saved.Mac) && !settings.Manual.Contains(saved.Mac))
            {
                bool othersServers = settings.Adapters.Any(a => a.IsMain);
                reports.Add(Try(saved.Mac, adapters, adapter => Clear(adapter, saved, othersServers)));
            }
        }

        for (int i = 0; i < settings.Adapters.Count; i++)
        {
            (AdapterSettings wanted, int position) = (settings.Adapters[i], i);
            string left = string.Empty;
            AdapterReport report = Try(wanted.Mac, adapters, adapter => Set(adapter, wanted, position, out left));
            reports.Add(report with { Warning = left });
        }

        return reports;
    }

    private IReadOnlyList<NetworkChange> Clear(NetworkAdapter adapter, SavedAdapter saved, bool othersServers)
    {
        bool dropServers = saved.HadServers && !othersServers;
        return _setter.Set(adapter, port.Read(adapter), state =>
        {
            AdapterState wanted = WantedState.Without(state, saved.Routes);
            return dropServers ? wanted with { Dns = new DnsState([]) } : wanted;
        });
    }

    private IReadOnlyList<NetworkChange> Set(
        NetworkAdapter adapter, AdapterSettings settings, int position, out string left)
    {
        AdapterState current = port.Read(adapter);
        AdapterState last = current;
        left = LeftOut(adapter, settings.Addresses, current);
        SavedAdapter saved = store.Find(adapter.Mac) ?? new SavedAdapter(adapter.Mac, current);
        AdapterState Want(AdapterState state)
        {
            last = state;
            return WantedState.For(settings, position, state, saved.Before, saved.Routes);
        }

        if (ChangePlanner.Plan(current, Want(current)).Count == 0)
        {
            return [];
        }

        // On the disk before the first change, with the routes that will be ours.
        IEnumerable<RouteEntry> still = saved.Routes.Where(r => current.Routes.Any(r.LeadsLike));
        IReadOnlyList<RouteEntry> routes = [.. still.Union(WantedState.Routes(settings, position))];
        bool isKnown = store.Find(adapter.Mac) is not null;
        bool hadServers = saved.HadServers || settings.IsMain;
        if (!isKnown || hadServers != saved.HadServers || !routes.SequenceEqual(saved.Routes))
        {
            store.Save(saved with { Routes = routes, HadServers = hadServers });
        }

        // A family may have come or gone with what was changed: Linux has no IPv6 where the MTU is too small for it.
        IReadOnlyList<NetworkChange> made = _setter.Set(adapter, current, Want);
        left = LeftOut(adapter, settings.Addresses, last);
        return made;
    }

    private static string LeftOut(NetworkAdapter adapter, IEnumerable<NetworkPrefix> wanted, AdapterState state)
    {
        NetworkPrefix[] left = [.. wanted.Where(a => state.IsOff(a.Address.AddressFamily))];
        if (left.Length == 0)
        {
            return string.Empty;
        }

        string families = string.Join(" and ", left.Select(a => a.IsV6 ? "IPv6" : "IPv4").Distinct());
        string be = families.Contains(' ', StringComparison.Ordinal) ? "are" : "is";
        return $"{families} {be} off on {adapter.Name} ({adapter.Mac}): {string.Join(" and ", left)}"
            + $" {(left.Length > 1 ? "are" : "is")} left out until it is switched on";
    }

    private static AdapterReport Try(
        MacAddress mac,
        IReadOnlyList<NetworkAdapter> adapters,
        Func<NetworkAdapter, IReadOnlyList<NetworkChange>> work)
    {
        NetworkAdapter[] found = [.. adapters.Where(a => a.Mac == mac)];
        if (found.Length != 1)
        {
            return found.Length == 0
                ? new AdapterReport(mac, AdapterOutcome.Absent, $"no adapter {mac}; it is set when it arrives")
                : new AdapterReport(
                    mac,
                    AdapterOutcome.Failed,
                    $"{found.Length} adapters have the address {mac} and none is set: "
                    + string.Join(", ", found.Select(a => a.Name)));
        }

        NetworkAdapter adapter = found[0];
        try
        {
            IReadOnlyList<NetworkChange> made = work(adapter);
            return made.Count == 0
                ? new AdapterReport(mac, AdapterOutcome.InOrder, $"{adapter.Name} ({mac}) is in order")
                : new AdapterReport(
                    mac, AdapterOutcome.Changed, $"{adapter.Name} ({mac}): {string.Join(", ", made)}");
        }
        catch (NetworkPortException e)
        {
            return e.IsGone
                ? new AdapterReport(mac, AdapterOutcome.Absent, $"{adapter.Name} ({mac}) went away while it was set")
                : new AdapterReport(mac, AdapterOutcome.Failed, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new AdapterReport(
                mac,
                AdapterOutcome.Failed,
                $"{adapter.Name} ({mac}) is not changed, because its state cannot be saved: {e.Message}");
        }
    }
}
