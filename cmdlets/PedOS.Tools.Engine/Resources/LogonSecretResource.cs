using System.Security.Cryptography;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Text;

namespace PedOS.Tools.Engine.Resources;

/// <summary>
/// An account that Windows logs on by itself: a random password that nobody knows, given to the account and kept by
/// the local security authority. The password is in no plan, journal or log. Undoing removes the secret, so that
/// nobody is logged on; the password that the account had before is not known and does not come back.
/// </summary>
/// <param name="account">The local account.</param>
/// <param name="component">Component it belongs to.</param>
public sealed class LogonSecretResource(string account, string component)
    : RunningResource(ResourceKinds.LogonSecret, account, component)
{
    /// <summary>The secret that Winlogon reads.</summary>
    public const string SecretName = "DefaultPassword";

    private const int PasswordBytes = 24;

    /// <inheritdoc/>
    public override ResourceState Desired { get; } = new(("is", "kept"));

    /// <inheritdoc/>
    protected override ResourceState Detect(IMachine machine, IRunningSystem running) =>
        running.Secrets.Has(SecretName) ? Desired : ResourceState.Absent();

    /// <inheritdoc/>
    protected override void Apply(StepContext context, IRunningSystem running, ResourceState target)
    {
        if (!target.IsPresent)
        {
            running.Secrets.Set(SecretName, null);
            return;
        }

        byte[] random = new byte[PasswordBytes];
        using (RandomNumberGenerator generator = RandomNumberGenerator.Create())
        {
            generator.GetBytes(random);
        }

        // The suffix has what password policies ask for: capital, small letter, digit and sign.
        string password = Convert.ToBase64String(random) + "aA1-";

        // First the account: a power cut after it leaves no secret, so that the step is done again.
        running.Secrets.SetPassword(Name, password);
        running.Secrets.Set(SecretName, password);
    }

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, JsonValue Value)> Details() => [];
}
