namespace PedOS.Protocols.Wrapper;

/// <summary>
/// Agent to wrapper: run a program without a data channel, its input a short text, its output discarded. Answered by
/// one <see cref="CallEnded"/>. Used for qubes.WaitForSession.
/// </summary>
/// <param name="CallId">Chosen by the agent, unique among running calls.</param>
/// <param name="Plan">What runs.</param>
/// <param name="Input">Text for its standard input.</param>
public sealed record StartHelper(uint CallId, ProcessPlan Plan, string Input) : WrapperMessage;
