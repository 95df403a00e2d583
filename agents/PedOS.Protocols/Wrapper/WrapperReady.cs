namespace PedOS.Protocols.Wrapper;

/// <summary>Wrapper to agent, first message.</summary>
/// <param name="ProcessId">Its process id, for logs.</param>
public sealed record WrapperReady(int ProcessId) : WrapperMessage;
