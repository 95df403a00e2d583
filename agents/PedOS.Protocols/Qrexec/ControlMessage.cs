namespace PedOS.Protocols.Qrexec;

/// <summary>A message from dom0 on the control channel.</summary>
public abstract record ControlMessage;
