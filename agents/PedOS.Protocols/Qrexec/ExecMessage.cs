namespace PedOS.Protocols.Qrexec;

/// <summary>EXEC_CMDLINE or JUST_EXEC: dom0 wants a command run.</summary>
/// <param name="Address">Where its data channel is.</param>
/// <param name="Command">The command as received, without the NUL; not decoded yet.</param>
/// <param name="JustExec">True for JUST_EXEC: start only, no streams.</param>
public sealed record ExecMessage(ChannelAddress Address, ReadOnlyMemory<byte> Command, bool JustExec) : ControlMessage;
