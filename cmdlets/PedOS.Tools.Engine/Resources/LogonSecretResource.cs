using System.Security.Cryptography;
using PedOS.Tools.Contracts;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Text;

namespace PedOS.Tools.Engine.Resources;

/// <summary>
/// An account that Windows logs on by itself: a random password that nobody knows, given to the account and kept by
/// the local security authority. The password is in no plan, journal or log. Undoing removes the secret, so that
/// nobody is logged on, and brings back the one that somebody else had; the password that the account had before is
/// not known and does not come back.
/// </summary>
/// <param name="account">The local account.</param>
/// <param name="component">Component it belongs to.</param>
public sealed class LogonSecretResource(string account, string component)
    : RunningResource(ResourceKinds.LogonSecret, account, component)
{
    /// <summary>The secret that Winlogon reads.</summary>
    public const string SecretName = "DefaultPassword";

    /// <summary>The secret that somebody else's automatic logon had.</summary>
    public const string OtherSecretName = "PedOS_OtherDefaultPassword";

    /// <summary>Value that tells whose password the secret is; empty while that changes.</summary>
    public const string AccountValue = "LogonSecretAccount";

    // Not where settings are: those go before anything else when the product does.
    private const string Key = @"HKLM\" + SettingNames.RootKey + " Logon";
    private const string Account = "account";

    // No account has this name.
    private const string Nobody = "";
    private const int PasswordBytes = 24;

    /// <inheritdoc/>
    public override ResourceState Desired { get; } = new(("is", "kept"), (Account, account));

    // Names of accounts are compared as Windows compares them.
    /// <inheritdoc/>
    public override bool IsSame(ResourceState one, ResourceState other) =>
        one.IsPresent == other.IsPresent
        && string.Equals(one[Account], other[Account], StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    protected override ResourceState Detect(IMachine machine, IRunningSystem running)
    {
        // A key without its value is what a power cut at the very end leaves.
        string? owner = machine.Registry.Find(Key, AccountValue)?.AsText()
            ?? (machine.Registry.KeyExists(Key) ? Nobody : null);
        if (!running.Secrets.Has(SecretName))
        {
            return owner is null || owner.Length > 0 && !IsName(owner) ? ResourceState.Absent() : Half(owner);
        }

        // One that these tools have made for another account is that account's resource, and not this one.
        return owner is null || IsName(owner) ? new(("is", "kept"), (Account, owner))
            : owner.Length > 0 ? ResourceState.Absent()
            : Half(owner);
    }

    /// <inheritdoc/>
    protected override void Apply(StepContext context, IRunningSystem running, ResourceState target)
    {
        IRegistry registry = context.Machine.Registry;
        if (target.IsPresent && target[Account] is not null)
        {
            Give(running, registry);
            return;
        }

        // What it was comes back before it counts as that: a power cut between the two leaves neither.
        registry.Set(Key, AccountValue, RegistryValue.Text(Nobody));
        if (target.IsPresent)
        {
            _ = running.Secrets.Copy(OtherSecretName, SecretName);
        }
        else
        {
            running.Secrets.Set(SecretName, null);
        }

        registry.DeleteValue(Key, AccountValue);
        registry.DeleteKey(Key);
        running.Secrets.Set(OtherSecretName, null);
    }

    // Neither what was nor what is to be: the step was cut off, and is done again.
    private static ResourceState Half(string owner) => new(("is", "half"), (Account, owner));

    private bool IsName(string owner) => owner.Equals(Name, StringComparison.OrdinalIgnoreCase);

    private void Give(IRunningSystem running, IRegistry registry)
    {
        if (registry.Find(Key, AccountValue) is null)
        {
            // It is not ours: undoing brings it back. From here on it counts as nobody's, so that what a power cut
            // leaves of ours is never kept as somebody else's.
            _ = running.Secrets.Copy(SecretName, OtherSecretName);
            registry.Set(Key, AccountValue, RegistryValue.Text(Nobody));
        }

        byte[] random = new byte[PasswordBytes];
        using (RandomNumberGenerator generator = RandomNumberGenerator.Create())
        {
            generator.GetBytes(random);
        }

        // The suffix has what password policies ask for: capital, small letter, digit and sign.
        string password = Convert.ToBase64String(random) + "aA1-";

        // First the secret: a power cut behind it leaves the password that somebody knows, one behind the password a
        // secret that fits. One before the last of the three leaves a secret that is not known as this account's, so
        // that the step is done again.
        running.Secrets.Set(SecretName, password);
        running.Secrets.SetPassword(Name, password);
        registry.Set(Key, AccountValue, RegistryValue.Text(Name));
    }

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, JsonValue Value)> Details() => [];
}
