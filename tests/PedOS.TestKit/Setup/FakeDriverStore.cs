using PedOS.Tools.Engine.Machines;

namespace PedOS.TestKit.Setup;

/// <summary>The driver packages a <see cref="FakeWindows"/> has taken.</summary>
internal sealed class FakeDriverStore(FakeWindows machine) : IDriverStore
{
    public string? Find(string infName, string version) => machine.Disk.Drivers
        .Where(d => d.Value == $"{infName} {version}")
        .Select(static d => d.Key)
        .FirstOrDefault();

    public bool Add(string infPath)
    {
        using StreamReader inf = new(machine.Files.OpenRead(infPath));
        string version = inf.ReadToEnd().Trim();
        string storeName = $"oem{machine.Disk.Drivers.Count}.inf";
        string infName = infPath[(infPath.LastIndexOf('\\') + 1)..];
        machine.Do(disk => disk.Drivers[storeName] = $"{infName} {version}");
        return true;
    }

    public bool Remove(string storeName)
    {
        machine.Do(disk => disk.Drivers.Remove(storeName));
        return true;
    }
}
