using PedOS.Agents.Database;

namespace PedOS.Rpc.Running;

/// <summary>
/// Whether another machine may run something with all rights here. dom0's policy says who may ask; this machine says
/// whether there is anything to ask for. What root could change in a machine whose programs are its template's is gone
/// after the next start, and is asked for by mistake or by an attacker.
/// </summary>
internal static class RootRule
{
    /// <summary>Value of the setting: nobody.</summary>
    public const uint Never = 0;

    /// <summary>Value: where the programs are the machine's own, in templates and standalone machines.</summary>
    public const uint WhereUpdatesAre = 1;

    /// <summary>Value of the setting: everybody whom the policy allows.</summary>
    public const uint Always = 2;

    private const string UpdatesKey = "/qubes-vm-updateable";

    // The database answers at once, or is not there.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Refuses where it is not allowed.</summary>
    /// <param name="setting">Value of the setting RootServices.</param>
    /// <param name="database">The database.</param>
    /// <param name="time">Clock.</param>
    /// <param name="stopping">Ends the wait for the database.</param>
    /// <exception cref="IOException">It is not allowed, with the reason.</exception>
    public static async Task RequireAsync(
        uint setting, IDatabase database, TimeProvider time, CancellationToken stopping)
    {
        if (setting == Always || (setting == WhereUpdatesAre && await IsUpdateableAsync(database, time, stopping)))
        {
            return;
        }

        throw new IOException(
            "commands with all rights are refused here: the setting RootServices is "
            + (setting == Never ? "0" : "1, and this machine's programs are its template's"));
    }

    private static async Task<bool> IsUpdateableAsync(
        IDatabase database, TimeProvider time, CancellationToken stopping)
    {
        using CancellationTokenSource patience = new(Patience, time);
        using CancellationTokenSource either =
            CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stopping);
        try
        {
            return await database.ReadAsync(UpdatesKey, either.Token) is { } value
                && value.AsSpan().SequenceEqual("True"u8);
        }
        catch (DatabaseException e)
        {
            throw new IOException($"whether commands with all rights are allowed cannot be read: {e.Message}", e);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            throw new IOException("whether commands with all rights are allowed cannot be read: no answer in 10 s");
        }
    }
}
