using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Numerics;

namespace PedOS.Protocols.Network;

/// <summary>Addresses and masks as text from outside. Only the one plain notation of each is taken.</summary>
public static class AddressText
{
    /// <summary>Longest text of an address: eight groups of IPv6.</summary>
    public const int MaxLength = 39;

    /// <summary>Reads an address that an adapter, a gateway or a server can have.</summary>
    /// <param name="text">
    /// Four decimal numbers without leading zeros, or groups of hex digits with colons; no scope, no mixture of both.
    /// </param>
    /// <param name="problem">What is wrong with it; empty when nothing is.</param>
    /// <returns>Null when it is refused.</returns>
    public static IPAddress? TryParseHost(string text, out string problem)
    {
        IPAddress? address = TryParse(text);
        problem = address is null ? "is not an address" : HostProblem(address);
        return problem.Length == 0 ? address : null;
    }

    /// <summary>Reads a mask of IPv4: dotted and without holes, or its length.</summary>
    /// <returns>1 to 32; null when it is refused.</returns>
    public static int? TryParseMask(string text)
    {
        if (TryParseLength(text, 32) is { } length)
        {
            return length;
        }

        if (TryParse(text) is not { AddressFamily: AddressFamily.InterNetwork } mask)
        {
            return null;
        }

        uint bits = 0;
        foreach (byte part in mask.GetAddressBytes())
        {
            bits = (bits << 8) | part;
        }

        // What is not mask must be one run of ones from the right: one more then carries through all of it.
        uint rest = ~bits;
        return bits != 0 && (rest & (rest + 1)) == 0 ? BitOperations.PopCount(bits) : null;
    }

    /// <summary>Reads a prefix length.</summary>
    /// <param name="text">Decimal digits without leading zero.</param>
    /// <param name="most">Largest that is taken.</param>
    /// <returns>From 1; null when it is refused.</returns>
    public static int? TryParseLength(string text, int most) => TryParseNumber(text) is { } n && n <= most ? n : null;

    /// <summary>Reads a number from 1 to 99999 without leading zero.</summary>
    public static int? TryParseNumber(string text) =>
        text.Length is > 0 and <= 5 && text[0] != '0' && !text.AsSpan().ContainsAnyExceptInRange('0', '9')
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : null;

    private static IPAddress? TryParse(string text)
    {
        // The runtime also takes 1, 0x7f.1, 010.0.0.1, [::1], scopes and what follows a NUL.
        if (text.Length is 0 or > MaxLength)
        {
            return null;
        }

        bool isV6 = text.Contains(':', StringComparison.Ordinal);
        foreach (char c in text)
        {
            if (!(isV6 ? char.IsAsciiHexDigit(c) || c == ':' : char.IsAsciiDigit(c) || c == '.'))
            {
                return null;
            }
        }

        return IPAddress.TryParse(text, out IPAddress? address)
            && (isV6 || text.Equals(address.ToString(), StringComparison.Ordinal))
            ? address
            : null;
    }

    private static string HostProblem(IPAddress address)
    {
        byte[] bytes = address.GetAddressBytes();
        return address.Equals(IPAddress.IPv6Any) || bytes is [0, _, _, _] ? "is the address of nobody"
            : IPAddress.IsLoopback(address) ? "is a loopback address"
            : address.IsIPv6Multicast || bytes is [>= 224 and < 240, _, _, _] ? "is a multicast address"
            : bytes is [>= 240, _, _, _] ? "is a broadcast or reserved address"
            : address.IsIPv4MappedToIPv6 ? "is an IPv4 address in IPv6 notation"
            : string.Empty;
    }
}
