namespace PedOS.Protocols.Wrapper;

/// <summary>A service that listens on a socket is connected to.</summary>
/// <param name="Endpoint">Absolute path of a Unix socket, or <c>ADDRESS PORT</c> of a TCP service.</param>
/// <param name="IsTcp">Which of the two.</param>
/// <param name="Greeting">Sent before the caller's data: the descriptor line and its NUL, or nothing.</param>
/// <param name="ExitOnClientEof">End when the caller has sent everything.</param>
/// <param name="ExitOnServiceEof">End when the service has sent everything.</param>
public sealed record SocketPlan(
    string Endpoint, bool IsTcp, string Greeting, bool ExitOnClientEof, bool ExitOnServiceEof) : CallPlan;
