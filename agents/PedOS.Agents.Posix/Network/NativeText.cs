using System.Buffers.Text;
using PedOS.Agents.Posix.Native;

namespace PedOS.Agents.Posix.Network;

/// <summary>A message of the kernel as text that is kept: structure and attributes in Base64.</summary>
internal static class NativeText
{
    /// <summary>Writes it.</summary>
    public static string Of(NetlinkMessage message) =>
        Convert.ToBase64String(message.ToBytes(flags: 0, sequence: 0).AsSpan(Rtnetlink.HeaderSize));

    /// <summary>Reads it.</summary>
    /// <returns>Null when it is empty or was not written by <see cref="Of"/>.</returns>
    public static NetlinkMessage? TryRead(string text, ushort type) =>
        text.Length > 0 && Base64.IsValid(text) ? NetlinkMessage.TryRead(type, Convert.FromBase64String(text)) : null;
}
