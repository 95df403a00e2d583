namespace PedOS.Protocols.Qrexec;

/// <summary>A message from dom0 on the control channel.</summary>
public abstract record ControlMessage;

/// <summary>EXEC_CMDLINE or JUST_EXEC: dom0 wants a command run.</summary>
/// <param name="Address">Where its data channel is.</param>
/// <param name="Command">The command as received, without the NUL; not decoded yet.</param>
/// <param name="JustExec">True for JUST_EXEC: start only, no streams.</param>
public sealed record ExecMessage(ChannelAddress Address, ReadOnlyMemory<byte> Command, bool JustExec) : ControlMessage;

/// <summary>SERVICE_CONNECT: a call that was asked for from here is allowed and its service is starting.</summary>
/// <param name="Address">Where the caller has to open its data channel as server.</param>
/// <param name="Ident">The request it answers; null when the field is malformed.</param>
public sealed record ServiceConnectMessage(ChannelAddress Address, RequestIdent? Ident) : ControlMessage;

/// <summary>SERVICE_REFUSED: a call that was asked for from here is refused.</summary>
/// <param name="Ident">The request it answers; null when the field is malformed.</param>
public sealed record ServiceRefusedMessage(RequestIdent? Ident) : ControlMessage;
