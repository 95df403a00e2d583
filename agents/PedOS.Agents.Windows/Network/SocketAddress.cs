using System.Net;
using PedOS.Agents.Windows.Interop;

namespace PedOS.Agents.Windows.Network;

/// <summary>An address between the system's structure and ours.</summary>
internal static unsafe class SocketAddress
{
    /// <summary>Reads it; the scope of an address is left out, an adapter is always named beside it.</summary>
    public static IPAddress Read(in Iphlpapi.SockaddrInet from)
    {
        fixed (byte* v4 = from.V4, v6 = from.V6)
        {
            return from.Family == Iphlpapi.AF_INET6
                ? new IPAddress(new ReadOnlySpan<byte>(v6, 16))
                : new IPAddress(new ReadOnlySpan<byte>(v4, 4));
        }
    }

    /// <summary>Writes it.</summary>
    public static Iphlpapi.SockaddrInet Write(IPAddress address)
    {
        byte[] bytes = address.GetAddressBytes();
        Iphlpapi.SockaddrInet to = default;
        if (bytes.Length == 4)
        {
            to.Family = Iphlpapi.AF_INET;
            bytes.CopyTo(new Span<byte>(to.V4, 4));
        }
        else
        {
            to.Family = Iphlpapi.AF_INET6;
            bytes.CopyTo(new Span<byte>(to.V6, 16));
        }

        return to;
    }
}
