using System.Security.Cryptography;
using PedOS.Tools.Contracts;
using PedOS.Tools.Engine.Machines;

namespace PedOS.TestKit.Setup;

/// <summary>Everything a <see cref="FakeWindows"/> remembers without power.</summary>
public sealed class FakeDisk
{
    /// <summary>By path.</summary>
    public SortedDictionary<string, FakeFile> Files { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Keys by path, each with its values by name.</summary>
    public SortedDictionary<string, SortedDictionary<string, RegistryValue>> Keys { get; } =
        new(StringComparer.OrdinalIgnoreCase);

    /// <summary>By name.</summary>
    public SortedDictionary<string, ServiceConfiguration> Services { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>INF name and version of each driver package, by its name in the store.</summary>
    public SortedDictionary<string, string> Drivers { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Files, and directories should they be empty, that go when Windows starts the next time.</summary>
    public IList<string> GoAtRestart { get; } = [];

    /// <summary>Secrets by their names.</summary>
    public SortedDictionary<string, string> Secrets { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Passwords of the local accounts, as far as they were set.</summary>
    public SortedDictionary<string, string> Passwords { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the network is as dom0 wants it, and not as it was.</summary>
    public bool HasDom0Network { get; set; }

    /// <summary>Whether the boot loader takes test-signed drivers.</summary>
    public bool AllowsTestSigning { get; set; }

    /// <summary>What the network's service does when it runs: remembers what was before the first change.</summary>
    public void SetNetwork()
    {
        string state = StateOf(Services[ProgramNames.NetworkSetup].Command.Trim('"'));
        _ = Files.TryAdd(state[..state.LastIndexOf('\\')], new(null, DateTime.UnixEpoch));
        Files[state] = new("before"u8.ToArray(), DateTime.UnixEpoch);
        HasDom0Network = true;
    }

    /// <summary>Where a program of the network remembers that.</summary>
    public static string StateOf(string program) =>
        $@"{program[..program.LastIndexOf('\\')]}\{NetworkStateNames.Folder}\{NetworkStateNames.Before}";

    /// <summary>What Windows does before anything else when it starts.</summary>
    public void RemoveAtRestart()
    {
        foreach (string path in GoAtRestart)
        {
            if (!Files.Keys.Any(file => file.StartsWith(path + "\\", StringComparison.OrdinalIgnoreCase)))
            {
                _ = Files.Remove(path);
            }
        }

        GoAtRestart.Clear();
    }

    /// <summary>A copy that changes independently.</summary>
    public FakeDisk Clone()
    {
        FakeDisk copy = new() { AllowsTestSigning = AllowsTestSigning, HasDom0Network = HasDom0Network };
        foreach ((string path, FakeFile file) in Files)
        {
            copy.Files.Add(path, file);
        }

        foreach ((string key, SortedDictionary<string, RegistryValue> values) in Keys)
        {
            copy.Keys.Add(key, new(values, StringComparer.OrdinalIgnoreCase));
        }

        foreach ((string name, ServiceConfiguration service) in Services)
        {
            copy.Services.Add(name, service);
        }

        foreach ((string name, string driver) in Drivers)
        {
            copy.Drivers.Add(name, driver);
        }

        foreach ((string name, string secret) in Secrets)
        {
            copy.Secrets.Add(name, secret);
        }

        foreach ((string account, string password) in Passwords)
        {
            copy.Passwords.Add(account, password);
        }

        foreach (string path in GoAtRestart)
        {
            copy.GoAtRestart.Add(path);
        }

        return copy;
    }

    /// <summary>Everything as sorted lines, to compare two disks.</summary>
    /// <param name="ignored">Folder that is left out: the books of the engine.</param>
    public IReadOnlyList<string> Describe(string ignored) =>
    [
        .. Files.Where(f => !IsBelow(f.Key, ignored)).Select(static f =>
            $"file {f.Key} " + (f.Value.Content is { } content
                ? Convert.ToHexString(SHA256.HashData(content))
                : $"directory {Convert.ToHexString(f.Value.Security ?? FakeSecurity.OfAdministrator)}")),
        .. Keys.Select(static k => $"key {k.Key}"),
        .. Keys.SelectMany(static k => k.Value.Select(v => $"value {k.Key} {v.Key} {v.Value.Type} {v.Value}")),
        .. Services.Select(static s => $"service {s.Value}"),
        .. Drivers.Select(static d => $"driver {d.Value}"),
        .. Secrets.Select(static s => $"secret {s.Key}"),
        $"test signing {AllowsTestSigning}",
        $"network of dom0 {HasDom0Network}",
    ];

    private static bool IsBelow(string path, string folder) =>
        path.Equals(folder, StringComparison.OrdinalIgnoreCase)
        || path.StartsWith(folder + "\\", StringComparison.OrdinalIgnoreCase);
}
