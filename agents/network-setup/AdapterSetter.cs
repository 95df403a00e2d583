using System.Net.Sockets;
using PedOS.Agents.Network;

namespace PedOS.NetworkSetup;

/// <summary>
/// Brings one adapter from what it is to what it shall be, proves it by reading back, or undoes it all; then a family
/// that is not to blame is set alone.
/// </summary>
/// <param name="port">The machine's network.</param>
internal sealed class AdapterSetter(INetworkPort port)
{
    // One change may take others with it (an address its routes), and the next round brings those back; two suffice.
    private const int Rounds = 3;

    /// <summary>Sets the adapter.</summary>
    /// <param name="adapter">Which one.</param>
    /// <param name="current">What it is.</param>
    /// <param name="want">
    /// What it shall be, seen from what it is: what others added may have gone with what was changed, and is theirs.
    /// What concerns a family that is off on the adapter is left out.
    /// </param>
    /// <returns>What was changed.</returns>
    /// <exception cref="NetworkPortException">
    /// It could not be set; the message says whether what had been changed was undone, and which family was set all the
    /// same.
    /// </exception>
    public IReadOnlyList<NetworkChange> Set(
        NetworkAdapter adapter, AdapterState current, Func<AdapterState, AdapterState> want)
    {
        List<NetworkChange> made = [];
        try
        {
            Work(adapter, current, want, made);
            return made;
        }
        catch (NetworkPortException e)
        {
            if (e.IsGone && !IsThere(adapter))
            {
                throw;
            }

            string undone = Undo(adapter, current, made);
            string other = e.Family is { } family ? SetOther(adapter, family, want) : string.Empty;
            throw new NetworkPortException($"{e.Message}{undone}{other}", inner: e);
        }
    }

    private static IReadOnlyList<NetworkChange> Plan(AdapterState state, Func<AdapterState, AdapterState> want) =>
        ChangePlanner.Plan(state, want(state).PossibleOn(state));

    private bool IsThere(NetworkAdapter adapter)
    {
        try
        {
            return port.FindAdapters().Any(a => a.Id == adapter.Id);
        }
        catch (NetworkPortException)
        {
            // Undoing says what comes of it.
            return true;
        }
    }

    private void Work(
        NetworkAdapter adapter,
        AdapterState current,
        Func<AdapterState, AdapterState> want,
        List<NetworkChange> made)
    {
        AdapterState state = current;
        IReadOnlyList<NetworkChange> plan = Plan(state, want);
        for (int round = 0; round < Rounds && plan.Count > 0; round++)
        {
            foreach (NetworkChange change in plan)
            {
                Apply(adapter, change);
                made.Add(change);
            }

            state = port.Read(adapter);
            plan = Plan(state, want);
        }

        if (plan.Count > 0)
        {
            bool isOne = plan.All(change => change.Family == plan[0].Family);
            throw new NetworkPortException(
                $"{adapter.Name} does not stay as it was set: reading back, there is still to do: "
                + string.Join(", ", plan))
            {
                Family = isOne ? plan[0].Family : null,
            };
        }
    }

    private void Apply(NetworkAdapter adapter, NetworkChange change)
    {
        try
        {
            port.Apply(adapter, change);
        }
        catch (NetworkPortException e) when (e.Family is null && change.Family is not null)
        {
            throw new NetworkPortException(e.Message, e.IsGone, e) { Family = change.Family };
        }
    }

    // The change that was refused may be half made, too.
    private string Undo(NetworkAdapter adapter, AdapterState former, List<NetworkChange> made)
    {
        try
        {
            List<NetworkChange> undone = [];
            Work(adapter, port.Read(adapter), _ => former, undone);
            return made.Count > 0 || undone.Count > 0 ? "; what had been changed before it was undone" : string.Empty;
        }
        catch (NetworkPortException e)
        {
            return $"; undoing what had been changed before it failed too: {e.Message}";
        }
    }

    // One family never takes the other with it. When all is tried again, what is set here is in order and stays.
    private string SetOther(NetworkAdapter adapter, AddressFamily failed, Func<AdapterState, AdapterState> want)
    {
        bool isV6 = failed != AddressFamily.InterNetworkV6;
        AddressFamily family = isV6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
        string name = isV6 ? "IPv6" : "IPv4";
        List<NetworkChange> made = [];
        AdapterState? former = null;
        try
        {
            AdapterState now = port.Read(adapter);
            if (!want(now).PossibleOn(now).Has(family) && !now.Has(family))
            {
                return string.Empty;
            }

            former = now;
            Work(adapter, now, state => want(state).Only(family, state), made);
            return $"; {name} is set without it";
        }
        catch (NetworkPortException e)
        {
            string undone = former is null ? string.Empty : Undo(adapter, former, made);
            return $"; {name} alone cannot be set either: {e.Message}{undone}";
        }
    }
}
