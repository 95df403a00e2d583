using PedOS.Agents.Network;

namespace PedOS.NetworkSetup;

/// <summary>
/// Brings one adapter from what it is to what it shall be, proves it by reading back, or undoes it all.
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
    /// </param>
    /// <returns>What was changed.</returns>
    /// <exception cref="NetworkPortException">
    /// It could not be set; the message says whether what had been changed was undone.
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

            string undone = made.Count > 0 ? $"; {Undo(adapter, current)}" : string.Empty;
            throw new NetworkPortException($"{e.Message}{undone}", inner: e);
        }
    }

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
        IReadOnlyList<NetworkChange> plan = ChangePlanner.Plan(state, want(state));
        for (int round = 0; round < Rounds && plan.Count > 0; round++)
        {
            foreach (NetworkChange change in plan)
            {
                port.Apply(adapter, change);
                made.Add(change);
            }

            state = port.Read(adapter);
            plan = ChangePlanner.Plan(state, want(state));
        }

        if (plan.Count > 0)
        {
            throw new NetworkPortException(
                $"{adapter.Name} does not stay as it was set: reading back, there is still to do: "
                + string.Join(", ", plan));
        }
    }

    private string Undo(NetworkAdapter adapter, AdapterState former)
    {
        try
        {
            Work(adapter, port.Read(adapter), _ => former, []);
            return "what had been changed before it was undone";
        }
        catch (NetworkPortException e)
        {
            return $"undoing what had been changed before it failed too: {e.Message}";
        }
    }
}
