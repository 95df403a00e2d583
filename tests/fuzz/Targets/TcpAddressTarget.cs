using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using PedOS.Protocols.Qrexec;

namespace PedOS.Fuzz.Targets;

/// <summary>Addresses of TCP services: the definition, a LF, the argument; without LF there is no argument.</summary>
internal static partial class TcpAddressTarget
{
    public static void Run(ReadOnlySpan<byte> input)
    {
        string[] parts = Encoding.UTF8.GetString(input).Split('\n', 2);
        string? argument = parts.Length > 1 ? parts[1] : null;
        Check.Same(Definition().IsMatch(parts[0]), TcpServiceAddress.IsTcp(parts[0]));
        Resolve(Definition().IsMatch(parts[0]) ? parts[0] : "/dev/tcp/" + parts[0], argument);
    }

    private static void Resolve(string definition, string? argument)
    {
        (string Host, string Port)? expected = Expect(definition, argument ?? "");
        IPEndPoint? actual = TcpServiceAddress.TryResolve(definition, argument, out string problem);
        Check.Same(actual is null, problem.Length > 0);
        (string host, string port) = expected ?? ("", "");
        byte[]? address = Port().IsMatch(port) && Number(port) <= 65535 ? Address(host) : null;
        Check.Same(address is not null, actual is not null);
        if (actual is not null)
        {
            Check.SameBytes(address, actual.Address.GetAddressBytes());
            Check.Same(Number(port), actual.Port);
            string[] scoped = host.Split('%');
            Check.Same(scoped.Length > 1 ? Number(scoped[1]) : 0, address!.Length == 16 ? actual.Address.ScopeId : 0);
        }
    }

    private static (string Host, string Port)? Expect(string definition, string argument)
    {
        string[] words = definition.Split('/');
        if (words.Length > 4)
        {
            return argument.Length > 0 ? null : (words[3], string.Join('/', words[4..]));
        }

        Match match = HostAndPort().Match(argument);
        return argument.Length == 0 ? null
            : words.Length == 4 ? (words[3], argument)
            : match.Success ? (match.Groups[1].Value.Replace('+', ':'), match.Groups[2].Value) : null;
    }

    private static long Number(string digits) => long.Parse(digits, CultureInfo.InvariantCulture);

    // Bytes of a numeric address, null when it is none.
    private static byte[]? Address(string host)
    {
        if (Version4().IsMatch(host))
        {
            return [.. host.Split('.').Select(part => byte.Parse(part, CultureInfo.InvariantCulture))];
        }

        string[] scoped = host.Split('%');
        if (scoped.Length > 2
            || (scoped.Length == 2 && !(Scope().IsMatch(scoped[1]) && Number(scoped[1]) <= uint.MaxValue)))
        {
            return null;
        }

        string[] halves = scoped[0].Split("::");
        List<byte>? head = Groups(halves[0], last: halves.Length == 1);
        List<byte>? tail = halves.Length == 1 ? [] : Groups(halves[^1], last: true);
        int known = (head?.Count ?? 0) + (tail?.Count ?? 0);
        return halves.Length > 2 || head is null || tail is null || (halves.Length == 1 ? known != 16 : known > 14)
            ? null
            : [.. head, .. new byte[16 - known], .. tail];
    }

    private static List<byte>? Groups(string text, bool last)
    {
        List<byte> bytes = [];
        string[] groups = text.Length == 0 ? [] : text.Split(':');
        for (int i = 0; i < groups.Length; i++)
        {
            if (Group().IsMatch(groups[i]))
            {
                int value = Convert.ToInt32(groups[i], 16);
                bytes.AddRange((byte)(value / 256), (byte)value);
            }
            else if (last && i == groups.Length - 1 && Version4().IsMatch(groups[i]))
            {
                bytes.AddRange(groups[i].Split('.').Select(part => byte.Parse(part, CultureInfo.InvariantCulture)));
            }
            else
            {
                return null;
            }
        }

        return bytes;
    }

    [GeneratedRegex(@"\A/dev/tcp(?:/[\s\S]*)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Definition();

    [GeneratedRegex(@"\A([^_]*)\+([^+]*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex HostAndPort();

    [GeneratedRegex(@"\A[1-9][0-9]{0,4}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Port();

    [GeneratedRegex(@"\A[1-9][0-9]{0,9}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Scope();

    [GeneratedRegex(@"\A[0-9A-Fa-f]{1,4}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Group();

    [GeneratedRegex(
        @"\A(?:(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])(?:\.(?!\z)|\z)){4}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Version4();
}
