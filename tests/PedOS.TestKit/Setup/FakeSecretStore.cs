using PedOS.Tools.Engine.Machines;

namespace PedOS.TestKit.Setup;

/// <summary>The secrets a <see cref="FakeWindows"/> keeps.</summary>
internal sealed class FakeSecretStore(FakeWindows machine) : ISecretStore
{
    public bool Has(string name) => machine.Disk.Secrets.Contains(name);

    public void Set(string name, string? secret) => machine.Do(disk =>
        _ = secret is null ? disk.Secrets.Remove(name) : disk.Secrets.Add(name));

    public void SetPassword(string account, string password) => machine.Do(static _ => { });
}
