namespace PedOS.Protocols.Qrexec;

/// <summary>SERVICE_REFUSED: a call that was asked for from here is refused.</summary>
/// <param name="Ident">The request it answers; null when the field is malformed.</param>
public sealed record ServiceRefusedMessage(RequestIdent? Ident) : ControlMessage;
