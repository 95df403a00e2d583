using PedOS.Protocols.Qrexec;

namespace PedOS.TestKit.RawVchan;

/// <summary>One message of a data channel.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Body">Its body, valid until the next read.</param>
public readonly record struct RawDataMessage(MessageType Type, ReadOnlyMemory<byte> Body);
