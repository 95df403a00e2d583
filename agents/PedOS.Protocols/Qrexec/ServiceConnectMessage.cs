namespace PedOS.Protocols.Qrexec;

/// <summary>SERVICE_CONNECT: a call that was asked for from here is allowed and its service is starting.</summary>
/// <param name="Address">Where the caller has to open its data channel as server.</param>
/// <param name="Ident">The request it answers; null when the field is malformed.</param>
public sealed record ServiceConnectMessage(ChannelAddress Address, RequestIdent? Ident) : ControlMessage;
