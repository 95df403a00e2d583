using PedOS.Protocols.Qrexec;

namespace PedOS.Protocols.Wrapper;

/// <summary>
/// A message between the agent and its wrapper. Both ends are ours and of the same build; there is no version.
/// </summary>
public abstract record WrapperMessage;

/// <summary>Wrapper to agent, first message.</summary>
/// <param name="ProcessId">Its process id, for logs.</param>
public sealed record WrapperReady(int ProcessId) : WrapperMessage;

/// <summary>
/// Agent to wrapper: open the data channel and carry out the plan. Answered by exactly one <see cref="CallEnded"/>.
/// </summary>
/// <param name="CallId">Chosen by the agent, unique among running calls.</param>
/// <param name="Address">Where to open the data channel as client.</param>
/// <param name="JustExec">Only start the program; report the start as exit code.</param>
/// <param name="Plan">What runs.</param>
public sealed record StartCall(uint CallId, ChannelAddress Address, bool JustExec, CallPlan Plan) : WrapperMessage;

/// <summary>
/// Agent to wrapper: run a program without a data channel, its input a short text, its output discarded. Answered by
/// one <see cref="HelperEnded"/>. Used for qubes.WaitForSession.
/// </summary>
/// <param name="HelperId">Chosen by the agent, unique among running helpers; calls are counted apart.</param>
/// <param name="Plan">What runs.</param>
/// <param name="Input">Text for its standard input.</param>
public sealed record StartHelper(uint HelperId, ProcessPlan Plan, string Input) : WrapperMessage;

/// <summary>Wrapper to agent: everything of a call has ended; its port may be used again.</summary>
/// <param name="CallId">The call.</param>
/// <param name="ExitCode">Exit code that was sent, or would have been.</param>
public sealed record CallEnded(uint CallId, int ExitCode) : WrapperMessage;

/// <summary>Wrapper to agent: a helper has ended.</summary>
/// <param name="HelperId">The helper.</param>
/// <param name="ExitCode">Its exit code, 125 when it could not be run.</param>
public sealed record HelperEnded(uint HelperId, int ExitCode) : WrapperMessage;

/// <summary>What a call runs; decided by the agent, carried out by the wrapper.</summary>
public abstract record CallPlan;

/// <summary>Nothing runs: the caller only learns the exit code.</summary>
/// <param name="ExitCode">125 or 127.</param>
/// <param name="Reason">For the log.</param>
public sealed record FailPlan(int ExitCode, string Reason) : CallPlan;

/// <summary>A program runs.</summary>
/// <param name="Program">Absolute path of the executable.</param>
/// <param name="Arguments">
/// Arguments after the program's name, one string each; quoting is the launcher's business.
/// </param>
/// <param name="CommandLine">
/// Windows only: the literal command line of a shell command, used instead of program and arguments; else null.
/// </param>
/// <param name="Environment">Variables this call adds; the launcher removes every other QREXEC variable.</param>
/// <param name="User">Account name.</param>
/// <param name="Interactive">Whether it belongs on the user's desktop (<c>nogui:</c> was not given).</param>
public sealed record ProcessPlan(
    string Program,
    IReadOnlyList<string> Arguments,
    string? CommandLine,
    IReadOnlyList<KeyValuePair<string, string>> Environment,
    string User,
    bool Interactive) : CallPlan;

/// <summary>A service that listens on a socket is connected to.</summary>
/// <param name="Endpoint">Absolute path of a Unix socket, or <c>ADDRESS PORT</c> of a TCP service.</param>
/// <param name="IsTcp">Which of the two.</param>
/// <param name="Greeting">Sent before the caller's data: the descriptor line and its NUL, or nothing.</param>
/// <param name="ExitOnClientEof">End when the caller has sent everything.</param>
/// <param name="ExitOnServiceEof">End when the service has sent everything.</param>
public sealed record SocketPlan(
    string Endpoint, bool IsTcp, string Greeting, bool ExitOnClientEof, bool ExitOnServiceEof) : CallPlan;
