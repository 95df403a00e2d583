namespace PedOS.Tools.Engine.Machines;

/// <summary>Secrets of the local security authority, and passwords of local accounts.</summary>
/// <remarks>
/// Every member throws <see cref="SetupException"/> with the name, never the secret, and what to do about it.
/// </remarks>
public interface ISecretStore
{
    /// <summary>Whether a secret of this name is kept.</summary>
    bool Has(string name);

    /// <summary>Keeps a secret; null deletes it.</summary>
    void Set(string name, string? secret);

    /// <summary>Keeps a secret under a second name, too.</summary>
    /// <returns>Whether there is one to copy.</returns>
    bool Copy(string from, string to);

    /// <summary>What kind of account a name is, as far as automatic logon is concerned.</summary>
    LogonAccountKind KindOfAccount(string account);

    /// <summary>Gives a local account a new password.</summary>
    void SetPassword(string account, string password);
}
