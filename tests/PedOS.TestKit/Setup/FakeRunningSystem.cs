using PedOS.Tools.Contracts;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Machines;

namespace PedOS.TestKit.Setup;

/// <summary>What a <see cref="FakeWindows"/> can do while it runs.</summary>
internal sealed class FakeRunningSystem(FakeWindows machine) : IRunningSystem
{
    public string BootIdentity => machine.BootIdentity;

    public string? PendingRestart => machine.PendingRestart;

    public bool IsSecureBoot => machine.IsSecureBoot;

    public bool AllowsTestSigning => machine.Disk.AllowsTestSigning;

    public bool IsServiceRunning(string name) => machine.RunningServices.Contains(name);

    public void StartService(string name, CancellationToken cancellationToken)
    {
        if (machine.Services.Find(name) is null)
        {
            throw new SetupException(SetupError.NotFound, $"there is no service {name}", "Look at the test.");
        }

        machine.RunningServices.Add(name);
        machine.Do(static _ => { });
        if (name == ProgramNames.NetworkSetup)
        {
            machine.Do(static disk => disk.SetNetwork());
        }
    }

    public void StopService(string name, CancellationToken cancellationToken)
    {
        machine.RunningServices.Remove(name);
        machine.Do(static _ => { });
    }

    public void RestoreNetwork(string program, CancellationToken cancellationToken)
    {
        _ = machine.Files.Find(program) ?? throw new FileNotFoundException(program);
        if (machine.RestoreNetwork is { } restore)
        {
            restore();
            return;
        }

        machine.Do(static disk => disk.HasDom0Network = false);
        machine.Files.Delete(FakeDisk.StateOf(program));
    }

    public string? FindDriver(string infName, string version) => machine.Disk.Drivers
        .Where(d => d.Value == $"{infName} {version}")
        .Select(static d => d.Key)
        .FirstOrDefault();

    public bool AddDriver(string infPath)
    {
        using StreamReader inf = new(machine.Files.OpenRead(infPath));
        string version = inf.ReadToEnd().Trim();
        string storeName = $"oem{machine.Disk.Drivers.Count}.inf";
        string infName = infPath[(infPath.LastIndexOf('\\') + 1)..];
        machine.Do(disk => disk.Drivers[storeName] = $"{infName} {version}");
        return true;
    }

    public bool RemoveDriver(string storeName)
    {
        machine.Do(disk => disk.Drivers.Remove(storeName));
        return true;
    }

    public void SetTestSigning(bool isAllowed) => machine.Do(disk => disk.AllowsTestSigning = isAllowed);

    public bool HasSecret(string name) => machine.Disk.Secrets.Contains(name);

    public void SetSecret(string name, string? secret) => machine.Do(disk =>
        _ = secret is null ? disk.Secrets.Remove(name) : disk.Secrets.Add(name));

    public void SetPassword(string account, string password) => machine.Do(static _ => { });

    public void Restart() => machine.Restart(Survival.Everything);
}
