using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace PedOS.Protocols.Qrexec;

/// <summary>
/// Where a TCP service listens, from <c>/dev/tcp/HOST/PORT</c>, <c>/dev/tcp/HOST</c> or <c>/dev/tcp</c>.
/// </summary>
public static class TcpServiceAddress
{
    /// <summary>What a definition of this kind begins with.</summary>
    public const string Prefix = "/dev/tcp";

    /// <summary>Whether a definition is of this kind.</summary>
    public static bool IsTcp(string definition) => definition.Equals(Prefix, StringComparison.Ordinal)
        || definition.StartsWith(Prefix + "/", StringComparison.Ordinal);

    /// <summary>Works out the address, taking what the definition leaves open from the call's argument.</summary>
    /// <param name="definition">The definition, of this kind.</param>
    /// <param name="argument">Argument of the call, null or empty when there is none.</param>
    /// <param name="problem">Why there is no address; the call fails with 125.</param>
    /// <returns>A numeric address; names are never resolved. Null with <paramref name="problem"/> set.</returns>
    public static IPEndPoint? TryResolve(string definition, string? argument, out string problem)
    {
        string[] parts = definition[Prefix.Length..].Split('/', 3);
        string? host = parts.Length > 1 ? parts[1] : null;
        string? port = parts.Length > 2 ? parts[2] : null;
        bool given = !string.IsNullOrEmpty(argument);
        if (port is not null && given)
        {
            problem = "the service takes no argument";
            return null;
        }

        if (port is null && !given)
        {
            problem = "the port must be given as the argument";
            return null;
        }

        if (port is null)
        {
            problem = TakeFromArgument(argument!, ref host, out port);
            if (problem.Length > 0)
            {
                return null;
            }
        }

        if (!IsPort(port))
        {
            problem = "the port is not a number from 1 to 65535";
            return null;
        }

        if (!TryParseHost(host!, out IPAddress? address))
        {
            problem = "the host is not a numeric address";
            return null;
        }

        problem = string.Empty;
        return new IPEndPoint(address, int.Parse(port, CultureInfo.InvariantCulture));
    }

    private static string TakeFromArgument(string argument, ref string? host, out string port)
    {
        port = argument;
        if (host is not null)
        {
            return string.Empty;
        }

        int plus = argument.LastIndexOf('+');
        if (plus < 0)
        {
            return "host and port must be given as the argument HOST+PORT";
        }

        if (argument.AsSpan(0, plus).Contains('_'))
        {
            return "an underscore is not allowed in the host";
        }

        // The service alphabet has no colon, so an IPv6 address is written with + in its place.
        host = argument[..plus].Replace('+', ':');
        port = argument[(plus + 1)..];
        return string.Empty;
    }

    private static bool IsPort(string text) => text.Length is > 0 and <= 5 && text[0] != '0'
        && !text.AsSpan().ContainsAnyExceptInRange('0', '9')
        && int.Parse(text, CultureInfo.InvariantCulture) <= ushort.MaxValue;

    private static bool TryParseHost(string text, [NotNullWhen(true)] out IPAddress? address)
    {
        // Before anything else, because IPAddress asks the system about scope names and drops those it does not know.
        int percent = text.IndexOf('%', StringComparison.Ordinal);
        if ((percent >= 0 && !IsScope(text.AsSpan(percent + 1))) || !IPAddress.TryParse(text, out address))
        {
            address = null;
            return false;
        }

        // It also takes 1, 0x7f.1, 1.2.3.04 and [::1]; only the two plain notations are meant here.
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return text.Equals(address.ToString(), StringComparison.Ordinal);
        }

        string last = text[(text.LastIndexOf(':') + 1)..(percent < 0 ? text.Length : percent)];
        return !text.StartsWith('[') && (!last.Contains('.', StringComparison.Ordinal) || TryParseHost(last, out _));
    }

    // Numbers are looked at digit by digit, because the parsers of the runtime take NULs after them.
    private static bool IsScope(ReadOnlySpan<char> text) => text.Length > 0 && text[0] != '0'
        && !text.ContainsAnyExceptInRange('0', '9')
        && uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
