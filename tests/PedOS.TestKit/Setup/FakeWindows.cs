using PedOS.Tools.Contracts;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Machines;

namespace PedOS.TestKit.Setup;

/// <summary>
/// A Windows in memory: what real one there is runs nowhere near these tests. Its power can be cut after any call that
/// changes something, and any such call can be made to fail.
/// </summary>
public sealed class FakeWindows : IMachine
{
    private readonly List<(string? Path, Action<FakeDisk> Change)> _pending = [];
    private FakeDisk _durable;
    private int _boots = 1;

    /// <summary>A Windows with its folders, and a little that belongs to others.</summary>
    /// <param name="kind">Running, or an image.</param>
    public FakeWindows(MachineKind kind = MachineKind.Live)
    {
        Kind = kind;
        FakeDisk disk = new();
        foreach (string folder in (string[])
            [
                "C:",
                @"C:\Windows",
                @"C:\Program Files",
                @"C:\Users",
                @"C:\ProgramData",
                @"C:\ProgramData\Microsoft",
                @"C:\ProgramData\Microsoft\Windows",
                @"C:\ProgramData\Microsoft\Windows\Start Menu",
                @"C:\ProgramData\Microsoft\Windows\Start Menu\Programs",
            ])
        {
            disk.Files.Add(folder, new(null, DateTime.UnixEpoch));
        }

        foreach (string key in (string[])
            [@"HKLM\SOFTWARE", @"HKLM\SYSTEM", @"HKLM\SYSTEM\CurrentControlSet", @"HKU\.DEFAULT"])
        {
            disk.Keys.Add(key, new(StringComparer.OrdinalIgnoreCase));
        }

        _durable = disk;
        Disk = disk.Clone();
        Files = new FakeFileTree(this);
        Registry = new FakeRegistry(this);
        Services = new FakeServices(this);
        Running = kind == MachineKind.Live ? new FakeRunningSystem(this) : null;
    }

    /// <inheritdoc/>
    public MachineKind Kind { get; }

    /// <inheritdoc/>
    public MachineFacts Facts { get; set; } = new(
        "Windows 11 Pro", 22631, true, "C:", @"C:\Windows", @"C:\Program Files", @"C:\ProgramData", "FAKE");

    /// <inheritdoc/>
    public IFileTree Files { get; }

    /// <inheritdoc/>
    public IRegistry Registry { get; }

    /// <inheritdoc/>
    public IServiceDatabase Services { get; }

    /// <inheritdoc/>
    public IRunningSystem? Running { get; }

    /// <summary>What is seen now.</summary>
    public FakeDisk Disk { get; private set; }

    /// <summary>Services that run.</summary>
    public HashSet<string> RunningServices { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Files somebody has for himself.</summary>
    public HashSet<string> Locked { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Accounts that are not local ones.</summary>
    public Dictionary<string, LogonAccountKind> Accounts { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Whether Winlogon, with what it would find now, logs on with a password that is the account's; true when it is
    /// not told to log anybody on.
    /// </summary>
    public bool LogsOn()
    {
        const string Key = @"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon";
        string? Value(string name) => Registry.Find(Key, name)?.AsText();
        if (Value("AutoAdminLogon") != "1")
        {
            return true;
        }

        string account = Value("DefaultUserName") ?? "";
        string? password = Value("DefaultPassword") ?? Disk.Secrets.GetValueOrDefault("DefaultPassword");
        return Registry.Find(Key, "AutoLogonCount") is null
            && Value("DefaultDomainName") == "."
            && password is not null
            && Disk.Passwords.GetValueOrDefault(account) == password;
    }

    /// <summary>Contents of the programs that run, whatever the names of their files.</summary>
    public HashSet<byte[]> Images { get; } = [];

    /// <summary>How long a scanner keeps a file open that was written.</summary>
    public TimeSpan ScanTime { get; set; }

    /// <summary>Until when a scanner has a content open.</summary>
    public Dictionary<byte[], TimeSpan> Scanned { get; } = [];

    /// <summary>Called when somebody begins to wait for a file that is held.</summary>
    public Action? Waiting { get; set; }

    /// <summary>Time that has passed while somebody waited.</summary>
    public TimeSpan Now { get; set; }

    /// <summary>Calls so far that changed something.</summary>
    public int Calls { get; private set; }

    /// <summary>Number of the call after which the power is cut; 0 for never.</summary>
    public int CutAt { get; set; }

    /// <summary>Number of the call that fails instead of being done; 0 for none.</summary>
    public int FailAt { get; set; }

    /// <summary>What the failing call says.</summary>
    public SetupError FailWith { get; set; } = SetupError.NoSpace;

    /// <summary>Bytes that can still be written.</summary>
    public long FreeBytes { get; set; } = 1L << 40;

    /// <summary>Why servicing waits for a restart; null when it does not.</summary>
    public string? PendingServicing { get; set; }

    /// <summary>What others have renamed at the next start.</summary>
    public IReadOnlyList<PendingRename> PendingRenames { get; set; } = [];

    /// <summary>Whether the firmware enforces Secure Boot.</summary>
    public bool IsSecureBoot { get; set; }

    /// <summary>Whether BitLocker protects its volume.</summary>
    public bool IsBitLockerOn { get; set; }

    /// <summary>What happens instead when the network is to be put back; null for what does.</summary>
    public Action? RestoreNetwork { get; set; }

    /// <summary>Another text after each start.</summary>
    public string BootIdentity => $"boot {_boots}";

    /// <inheritdoc/>
    public void Sweep()
    {
        // Its registry has no files.
    }

    /// <inheritdoc/>
    public IMachine? Rehearse() => null;

    /// <inheritdoc/>
    public void Commit()
    {
        Count();
        foreach ((_, Action<FakeDisk> change) in _pending)
        {
            change(_durable);
        }

        _pending.Clear();
        CutIfDue();
    }

    /// <summary>The same disk, reached in another way.</summary>
    public FakeWindows As(MachineKind kind)
    {
        FakeWindows other = new(kind);
        other.Take(this);
        return other;
    }

    /// <summary>A copy of it as it is without power; what ran runs.</summary>
    public FakeWindows Copy()
    {
        FakeWindows copy = As(Kind);
        copy.RunningServices.UnionWith(RunningServices);
        copy.Images.UnionWith(Images);
        return copy;
    }

    /// <summary>A program runs from now on, until the next start.</summary>
    public void RunProgram(string path) => Images.Add(Disk.Files[path].Content!);

    /// <summary>Takes over the durable disk of another one.</summary>
    public void Take(FakeWindows other)
    {
        _durable = other._durable.Clone();
        Disk = _durable.Clone();
        _pending.Clear();
    }

    /// <summary>The power comes back, or the system restarts.</summary>
    public void Restart(Survival survival)
    {
        int survivors = survival switch
        {
            Survival.Nothing => 0,
            Survival.Half => _pending.Count / 2,
            _ => _pending.Count,
        };
        FakeDisk before = _durable;
        Disk = _durable.Clone();
        foreach ((_, Action<FakeDisk> change) in _pending.Take(survivors))
        {
            change(Disk);
        }

        if (survival == Survival.Torn)
        {
            Tear(before);
        }

        _pending.Clear();
        Locked.Clear();
        Images.Clear();
        Disk.RemoveAtRestart();
        RunningServices.Clear();
        RunningServices.UnionWith(
            Disk.Services.Values.Where(static s => s.Start == ServiceStart.Automatic).Select(static s => s.Name));
        if (Kind == MachineKind.Live && RunningServices.Contains(ProgramNames.NetworkSetup))
        {
            Disk.SetNetwork();
        }

        _durable = Disk.Clone();
        CutAt = 0;
        _boots++;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <summary>Changes the disk, durable with the next commit.</summary>
    /// <param name="change">The change; must give the same on every disk.</param>
    /// <param name="path">File that can be made durable alone.</param>
    internal void Do(Action<FakeDisk> change, string? path = null)
    {
        Count();
        change(Disk);
        _pending.Add((path, change));
        CutIfDue();
    }

    /// <summary>Makes one file durable alone.</summary>
    internal void Flush(string path)
    {
        Count();
        FakeFile file = Disk.Files[path];
        _durable.Files[path] = file;
        for (string at = Above(path); at.Length > 0 && !_durable.Files.ContainsKey(at); at = Above(at))
        {
            _durable.Files[at] = Disk.Files[at];
        }

        _pending.RemoveAll(p => p.Path == path);
        CutIfDue();
    }

    private static string Above(string path) => path[..Math.Max(0, path.LastIndexOf('\\'))];

    private void Tear(FakeDisk before)
    {
        HashSet<byte[]> flushed = [.. before.Files.Values.Select(static f => f.Content).OfType<byte[]>()];
        foreach ((string path, FakeFile file) in Disk.Files.ToArray())
        {
            if (file.Content is { Length: > 0 } content && !flushed.Contains(content))
            {
                // Of a file that grew, what was flushed stays.
                int safe = before.Files.GetValueOrDefault(path)?.Content is { } old && content.AsSpan().StartsWith(old)
                    ? old.Length
                    : 0;
                Disk.Files[path] = file with { Content = content[..(safe + ((content.Length - safe) / 2))] };
            }
        }
    }

    private void Count()
    {
        Calls++;
        if (Calls == FailAt)
        {
            throw new SetupException(FailWith, "this call was made to fail", "Look at the test.");
        }
    }

    private void CutIfDue()
    {
        if (Calls == CutAt)
        {
            throw new PowerCutException();
        }
    }
}
