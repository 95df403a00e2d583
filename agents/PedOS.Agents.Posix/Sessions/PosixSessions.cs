using PedOS.Agents.Sessions;

namespace PedOS.Agents.Posix.Sessions;

/// <summary>
/// Who is logged on as systemd-logind keeps it: a directory with one file per user, named by the user id, in which a
/// line says <c>NAME=</c> and one <c>STATE=</c>. Without the directory nobody is logged on and nothing ever changes.
/// </summary>
public sealed class PosixSessions : ISessions
{
    /// <summary>Environment variable: the directory instead of the usual one.</summary>
    public const string Variable = "PEDOS_SESSIONS";

    private const string DefaultDirectory = "/run/systemd/users";

    // logind writes a few hundred bytes.
    private const int MaxFileSize = 65536;

    private readonly string _directory;
    private readonly SessionEvents _events = new();
    private readonly FileSystemWatcher? _watcher;

    /// <summary>Begins to watch.</summary>
    /// <param name="directory">The directory; null for the usual one.</param>
    public PosixSessions(string? directory)
    {
        _directory = directory ?? DefaultDirectory;
        if (!Directory.Exists(_directory))
        {
            return;
        }

        _watcher = new FileSystemWatcher(_directory);
        _watcher.Changed += Report;
        _watcher.Created += Report;
        _watcher.Deleted += Report;
        _watcher.Renamed += Report;
        _watcher.Error += (_, e) => _events.ReportFailure(
            new IOException($"logons in {_directory} are not seen any more", e.GetException()));
        _watcher.EnableRaisingEvents = true;
    }

    /// <inheritdoc/>
    public Task NextChange => _events.NextChange;

    /// <inheritdoc/>
    public string? Find(string user)
    {
        if (user == "root")
        {
            return user;
        }

        List<(string Name, bool IsActive)> users = Read();
        return user.Length == 0
            ? users.Find(one => one.IsActive).Name
            : users.Find(one => one.Name.Equals(user, StringComparison.Ordinal)).Name;
    }

    /// <inheritdoc/>
    public void Dispose() => _watcher?.Dispose();

    private void Report(object sender, FileSystemEventArgs e) => _events.ReportChange();

    private List<(string Name, bool IsActive)> Read()
    {
        List<(string Name, bool IsActive)> users = [];
        if (Directory.Exists(_directory))
        {
            foreach (string file in Directory.GetFiles(_directory).Order(StringComparer.Ordinal))
            {
                Dictionary<string, string> values = ReadFile(file);
                bool isActive = values.GetValueOrDefault("STATE") == "active";
                if (values.TryGetValue("NAME", out string? name)
                    && (isActive || values.GetValueOrDefault("STATE") == "online"))
                {
                    users.Add((name, isActive));
                }
            }
        }

        return users;
    }

    private static Dictionary<string, string> ReadFile(string path)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        try
        {
            if (new FileInfo(path).Length <= MaxFileSize)
            {
                foreach (string line in File.ReadLines(path))
                {
                    int equals = line.IndexOf('=', StringComparison.Ordinal);
                    if (equals > 0)
                    {
                        values[line[..equals]] = line[(equals + 1)..];
                    }
                }
            }
        }
        catch (Exception e) when (e is FileNotFoundException or UnauthorizedAccessException)
        {
            // Logged off between the two looks, or none of our business.
        }

        return values;
    }
}
