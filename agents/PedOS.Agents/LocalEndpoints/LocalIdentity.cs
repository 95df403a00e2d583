namespace PedOS.Agents.LocalEndpoints;

/// <summary>Identity of a local client.</summary>
/// <param name="Account">Account: numeric user id on Linux, SID on Windows; limits are counted by it.</param>
/// <param name="ProcessId">Process id, 0 when unknown.</param>
public readonly record struct LocalIdentity(string Account, int ProcessId);
