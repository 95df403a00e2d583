using System.Text.Json;
using PedOS.Agents.Files;
using PedOS.Agents.Logging;
using PedOS.Protocols.Network;
using PedOS.Tools.Contracts;
using PedOS.Tools.Contracts.Files;

namespace PedOS.NetworkSetup;

/// <summary>
/// Remembers, over every crash, what the adapters were before the first change. Whoever has it open is alone with it.
/// </summary>
internal sealed class StateStore : IDisposable
{
    // Arbitrary; eight adapters with a hundred routes each have less.
    private const int MaxBytes = 1 << 20;

    private readonly string _directory;
    private readonly Func<FileStream, int> _flush;
    private readonly FileStream? _lock;

    /// <summary>Opens the store for changes.</summary>
    /// <param name="directory">State directory; made when it is not there.</param>
    /// <param name="log">Log.</param>
    /// <param name="flush">Takes a file to the disk, and returns 0 or the system's error number.</param>
    /// <exception cref="IOException">Another process has it open, or the directory cannot be used.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory cannot be used.</exception>
    public StateStore(string directory, ILog log, Func<FileStream, int> flush)
    {
        _directory = directory;
        _flush = flush;
        _ = Directory.CreateDirectory(directory);
        _lock = new FileStream(
            PathOf(NetworkStateNames.Lock), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        try
        {
            Adapters = Load(Before);
        }
        catch (JsonException e)
        {
            // What it said is lost either way; a machine without its network would not bring it back.
            string aside = PathOf(NetworkStateNames.BeforeDamaged);
            HeldFile.Retry(() => File.Move(Before, aside, overwrite: true));
            log.Error($"{Before} cannot be understood and is now {aside}; what was before is not restored from it", e);
        }
    }

    /// <summary>What is remembered, in the order in which the adapters were first changed.</summary>
    public IReadOnlyList<SavedAdapter> Adapters { get; private set; } = [];

    /// <summary>Reads what is remembered, also while another process has it open.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="JsonException">It is damaged.</exception>
    public static IReadOnlyList<SavedAdapter> Peek(string directory) =>
        Load(Path.Combine(directory, NetworkStateNames.Before));

    /// <summary>What is remembered of an adapter.</summary>
    public SavedAdapter? Find(MacAddress mac) => Adapters.FirstOrDefault(a => a.Mac == mac);

    /// <summary>Remembers an adapter, or more of it. When it returns, it is on the disk.</summary>
    /// <exception cref="IOException">It cannot be written; what was remembered before still is.</exception>
    public void Save(SavedAdapter adapter)
    {
        bool known = Find(adapter.Mac) is not null;
        Write(known ? [.. Adapters.Select(a => a.Mac == adapter.Mac ? adapter : a)] : [.. Adapters, adapter]);
    }

    /// <summary>Forgets an adapter.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Forget(MacAddress mac)
    {
        IReadOnlyList<SavedAdapter> rest = [.. Adapters.Where(a => a.Mac != mac)];
        if (rest.Count == 0)
        {
            HeldFile.Retry(() => File.Delete(Before));
            Adapters = rest;
        }
        else
        {
            Write(rest);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock?.Dispose();

    private string Before => PathOf(NetworkStateNames.Before);

    private string PathOf(string name) => Path.Combine(_directory, name);

    private static IReadOnlyList<SavedAdapter> Load(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            return file.Length > MaxBytes
                ? throw new JsonException($"{path} has more than {MaxBytes} bytes")
                : JsonSerializer.Deserialize(file, NetworkJson.Default.SavedNetwork)?.Adapters
                    ?? throw new JsonException($"{path} is empty");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
    }

    private void Write(IReadOnlyList<SavedAdapter> adapters)
    {
        new ReplacedFile(Before, PathOf(NetworkStateNames.BeforeNew), _flush).Write(
            file => JsonSerializer.Serialize(file, new SavedNetwork(adapters), NetworkJson.Default.SavedNetwork));
        Adapters = adapters;
    }
}
