using System.Globalization;
using System.Net;
using System.Net.Sockets;
using PedOS.Protocols.Wrapper;

namespace PedOS.Agents.Qrexec;

/// <summary>The text form of a socket service's address in a <see cref="SocketPlan"/>.</summary>
public static class SocketEndpoint
{
    /// <summary><c>ADDRESS PORT</c> of a TCP service.</summary>
    public static string Format(IPEndPoint endpoint) =>
        string.Create(CultureInfo.InvariantCulture, $"{endpoint.Address} {endpoint.Port}");

    /// <summary>The address a plan names.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static EndPoint Parse(SocketPlan plan)
    {
        if (!plan.IsTcp)
        {
            return new UnixDomainSocketEndPoint(plan.Endpoint);
        }

        string[] words = plan.Endpoint.Split(' ');
        return words.Length == 2 && IPAddress.TryParse(words[0], out IPAddress? address)
            && ushort.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out ushort port)
            ? new IPEndPoint(address, port)
            : throw new FormatException($"{plan.Endpoint} is not ADDRESS PORT");
    }
}
