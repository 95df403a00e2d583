namespace PedOS.Protocols.Wrapper;

/// <summary>Wrapper to agent: everything of a call has ended; its port may be used again.</summary>
/// <param name="CallId">The call.</param>
/// <param name="ExitCode">Exit code that was sent, or would have been.</param>
public sealed record CallEnded(uint CallId, int ExitCode) : WrapperMessage;
