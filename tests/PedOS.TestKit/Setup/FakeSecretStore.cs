using PedOS.Tools.Engine.Machines;

namespace PedOS.TestKit.Setup;

/// <summary>The secrets a <see cref="FakeWindows"/> keeps.</summary>
internal sealed class FakeSecretStore(FakeWindows machine) : ISecretStore
{
    public bool Has(string name) => machine.Disk.Secrets.ContainsKey(name);

    public void Set(string name, string? secret) => machine.Do(disk =>
    {
        _ = disk.Secrets.Remove(name);
        if (secret is not null)
        {
            disk.Secrets.Add(name, secret);
        }
    });

    public bool Copy(string from, string to)
    {
        if (!machine.Disk.Secrets.TryGetValue(from, out string? secret))
        {
            return false;
        }

        Set(to, secret);
        return true;
    }

    public LogonAccountKind KindOfAccount(string account) =>
        machine.Accounts.GetValueOrDefault(account, LogonAccountKind.Local);

    public void SetPassword(string account, string password) =>
        machine.Do(disk => disk.Passwords[account] = password);
}
