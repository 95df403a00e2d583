using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace PedOS.Protocols.Network;

/// <summary>
/// An address and how many of its first bits name the network: of an adapter, or the goal of a route.
/// </summary>
/// <param name="Address">IPv4 or IPv6.</param>
/// <param name="Length">0 to 32, or to 128.</param>
public readonly record struct NetworkPrefix(IPAddress Address, int Length)
{
    /// <summary>IPv6, not IPv4.</summary>
    public bool IsV6 => Address.AddressFamily == AddressFamily.InterNetworkV6;

    /// <summary>Bits of an address of this family.</summary>
    public int MaxLength => IsV6 ? 128 : 32;

    /// <summary>The whole of a family: the goal of a default route.</summary>
    public static NetworkPrefix All(bool v6) => new(v6 ? IPAddress.IPv6Any : IPAddress.Any, 0);

    /// <summary>One address alone.</summary>
    public static NetworkPrefix Single(IPAddress address) =>
        new(address, address.AddressFamily == AddressFamily.InterNetworkV6 ? 128 : 32);

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static NetworkPrefix Parse(string text)
    {
        string[] parts = text.Split('/');
        return parts.Length == 2
            && IPAddress.TryParse(parts[0], out IPAddress? address)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int length)
            && length <= Single(address).Length
            ? new NetworkPrefix(address, length)
            : throw new FormatException($"{text} is not an address with its prefix length");
    }

    /// <summary>Whether an address is in the network that this names.</summary>
    public bool Contains(IPAddress other)
    {
        if (other.AddressFamily != Address.AddressFamily)
        {
            return false;
        }

        byte[] ours = Address.GetAddressBytes();
        byte[] theirs = other.GetAddressBytes();
        for (int bit = 0; bit < Length; bit++)
        {
            if (((ours[bit / 8] ^ theirs[bit / 8]) & (0x80 >> (bit % 8))) != 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary><c>10.137.0.5/32</c></summary>
    public override string ToString() => $"{Address}/{Length.ToString(CultureInfo.InvariantCulture)}";
}
