using PedOS.Agents.Database;
using PedOS.Protocols.Database;
using PedOS.Protocols.Network;

namespace PedOS.NetworkSetup;

/// <summary>What dom0 wants, out of the database.</summary>
/// <param name="database">The database.</param>
internal sealed class SettingsSource(IDatabase database)
{
    /// <summary>Reads the entries and checks them.</summary>
    /// <returns>The settings, or null and the key and reason of the refusal.</returns>
    /// <exception cref="DatabaseException">The database cannot be reached, or refused.</exception>
    public async Task<(NetworkSettings? Settings, string Problem)> ReadAsync(CancellationToken cancellationToken)
    {
        List<DatabaseEntry> entries =
            [.. await database.ReadAllAsync(NetworkKeys.Override, cancellationToken)];
        foreach (string path in NetworkKeys.Main)
        {
            if (await database.ReadAsync(path, cancellationToken) is { } value)
            {
                entries.Add(new DatabaseEntry(path, value));
            }
        }

        NetworkSettings? settings = NetworkSettingsReader.TryRead(entries, out string problem);
        return (settings, problem);
    }

    /// <summary>Tells each time one of the entries changes, and each time the database has come back.</summary>
    /// <returns>Ends when cancelled.</returns>
    public async Task WatchAsync(Action changed, CancellationToken cancellationToken)
    {
        // One watch of everything, because each watch is a connection of its own and dom0 changes little.
        await foreach (string path in database.WatchAsync("/", cancellationToken))
        {
            if (NetworkKeys.Concerns(path))
            {
                changed();
            }
        }
    }
}
