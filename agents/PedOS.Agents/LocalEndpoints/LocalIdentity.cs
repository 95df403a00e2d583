namespace PedOS.Agents.LocalEndpoints;

/// <summary>Identity of a local client.</summary>
/// <param name="Account">Account: numeric user id on Linux, SID on Windows; limits are counted by it.</param>
/// <param name="ProcessId">Process id, 0 when unknown.</param>
public readonly record struct LocalIdentity(string Account, int ProcessId)
{
    /// <summary>The account of a client that the system tells nothing of.</summary>
    public const string Unknown = "unknown";

    /// <summary>
    /// Whether it may change what belongs to the whole machine: root, or on Windows LocalSystem or a member of
    /// Administrators with its rights in force; or the account this process runs as.
    /// </summary>
    public bool IsAdministrator { get; init; }
}
