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

    /// <summary>Value below the settings' root: whose password the secret is.</summary>
    public const string AccountValue = "LogonSecretAccount";

    private const string Key = @"HKLM\" + SettingNames.RootKey;
    private const string Account = "account";
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
        if (!running.Secrets.Has(SecretName))
        {
            return ResourceState.Absent();
        }

        // One that these tools have made for another account is that account's resource, and not this one.
        string? owner = machine.Registry.Find(Key, AccountValue)?.AsText();
        return owner is null || owner.Equals(Name, StringComparison.OrdinalIgnoreCase)
            ? new(("is", "kept"), (Account, owner))
            : ResourceState.Absent();
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

        registry.DeleteValue(Key, AccountValue);
        if (target.IsPresent && running.Secrets.Copy(OtherSecretName, SecretName))
        {
            running.Secrets.Set(OtherSecretName, null);
        }
        else if (!target.IsPresent)
        {
            running.Secrets.Set(SecretName, null);
        }
    }

    private void Give(IRunningSystem running, IRegistry registry)
    {
        if (registry.Find(Key, AccountValue) is null)
        {
            // It is not ours: undoing brings it back.
            _ = running.Secrets.Copy(SecretName, OtherSecretName);
        }

        byte[] random = new byte[PasswordBytes];
        using (RandomNumberGenerator generator = RandomNumberGenerator.Create())
        {
            generator.GetBytes(random);
        }

        // The suffix has what password policies ask for: capital, small letter, digit and sign.
        string password = Convert.ToBase64String(random) + "aA1-";

        // First the account: a power cut before the last of the three leaves a secret that is not known as this
        // account's, so that the step is done again.
        running.Secrets.SetPassword(Name, password);
        running.Secrets.Set(SecretName, password);
        registry.Set(Key, AccountValue, RegistryValue.Text(Name));
    }

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, JsonValue Value)> Details() => [];
}
