namespace PedOS.Protocols.Wrapper;

/// <summary>
/// A message between the agent and its wrapper. Both ends are ours and of the same build; there is no version.
/// </summary>
public abstract record WrapperMessage;
