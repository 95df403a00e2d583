using PedOS.Protocols.Qrexec;

namespace PedOS.Agents.Qrexec;

/// <summary>A message taken from a data channel.</summary>
/// <param name="Header">Its header; type None stands for the end of the channel.</param>
/// <param name="Body">Its body, valid until the next one is received.</param>
public readonly record struct DataMessage(MessageHeader Header, ReadOnlyMemory<byte> Body)
{
    /// <summary>Whether the channel has ended instead.</summary>
    public bool IsEnd => Header.Type == MessageType.None;
}
