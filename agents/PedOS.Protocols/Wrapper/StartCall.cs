using PedOS.Protocols.Qrexec;

namespace PedOS.Protocols.Wrapper;

/// <summary>
/// Agent to wrapper: open the data channel and carry out the plan. Answered by exactly one <see cref="CallEnded"/>.
/// </summary>
/// <param name="CallId">Chosen by the agent, unique among running calls.</param>
/// <param name="Address">Where to open the data channel as client.</param>
/// <param name="JustExec">Only start the program; report the start as exit code.</param>
/// <param name="Plan">What runs.</param>
public sealed record StartCall(uint CallId, ChannelAddress Address, bool JustExec, CallPlan Plan) : WrapperMessage;
