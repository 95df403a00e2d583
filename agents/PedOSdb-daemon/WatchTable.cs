using PedOS.Agents.LocalEndpoints;
using PedOS.Protocols.Database;

namespace PedOS.DatabaseDaemon;

/// <summary>Who wants to know of which paths. Not safe for two threads: its owner has the lock.</summary>
internal sealed class WatchTable
{
    /// <summary>Registrations of one client; clients are limited too, see <see cref="ClientLimits"/>.</summary>
    public const int MaxPerClient = 256;

    private readonly Dictionary<byte[], List<MessageQueue>> _watches = new(PathComparer.Instance);
    private readonly Dictionary<byte[], List<MessageQueue>>.AlternateLookup<ReadOnlySpan<byte>> _byPath;
    private readonly Dictionary<MessageQueue, List<byte[]>> _clients = [];

    public WatchTable() => _byPath = _watches.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>Registers a path, which may be registered already.</summary>
    /// <returns>False when the client has too many.</returns>
    public bool TryAdd(MessageQueue client, ReadOnlySpan<byte> path)
    {
        if (!_clients.TryGetValue(client, out List<byte[]>? paths))
        {
            _clients[client] = paths = [];
        }

        if (paths.Count >= MaxPerClient)
        {
            return false;
        }

        byte[] key = path.ToArray();
        paths.Add(key);
        if (!_byPath.TryGetValue(path, out List<MessageQueue>? watchers))
        {
            _watches[key] = watchers = [];
        }

        watchers.Add(client);
        return true;
    }

    /// <summary>Removes one registration of exactly this path.</summary>
    /// <returns>False when there is none.</returns>
    public bool Remove(MessageQueue client, ReadOnlySpan<byte> path)
    {
        if (!_clients.TryGetValue(client, out List<byte[]>? paths))
        {
            return false;
        }

        int index = 0;
        while (index < paths.Count && !path.SequenceEqual(paths[index]))
        {
            index++;
        }

        if (index == paths.Count)
        {
            return false;
        }

        paths.RemoveAt(index);
        Unregister(client, path);
        return true;
    }

    /// <summary>Forgets a client.</summary>
    public void RemoveAll(MessageQueue client)
    {
        if (_clients.Remove(client, out List<byte[]>? paths))
        {
            foreach (byte[] path in paths)
            {
                Unregister(client, path);
            }
        }
    }

    /// <summary>Collects who is to be told that a path changed: once for each registration that matches.</summary>
    public void Collect(ReadOnlySpan<byte> path, List<MessageQueue> watchers)
    {
        // A registration with a slash at the end matches all that begins with it, so only these can match.
        for (int i = 0; i < path.Length; i++)
        {
            if (path[i] == (byte)'/' && _byPath.TryGetValue(path[..(i + 1)], out List<MessageQueue>? above))
            {
                watchers.AddRange(above);
            }
        }

        if (!DatabasePath.IsDirectory(path) && _byPath.TryGetValue(path, out List<MessageQueue>? exact))
        {
            watchers.AddRange(exact);
        }
    }

    private void Unregister(MessageQueue client, ReadOnlySpan<byte> path)
    {
        List<MessageQueue> watchers = _byPath[path];
        _ = watchers.Remove(client);
        if (watchers.Count == 0)
        {
            _ = _byPath.Remove(path);
        }
    }
}
