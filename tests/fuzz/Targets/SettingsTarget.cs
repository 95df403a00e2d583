using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;
using PedOS.Protocols.Qrexec;

namespace PedOS.Fuzz.Targets;

/// <summary>Settings files of services.</summary>
internal static partial class SettingsTarget
{
    private static readonly string[] Switches =
        ["wait-for-session", "skip-service-descriptor", "exit-on-client-eof", "exit-on-service-eof"];

    public static void Run(ReadOnlySpan<byte> input)
    {
        Dictionary<string, string>? expected = Expect(input);
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            ServiceSettings settings = ServiceSettingsReader.Read(input, out IReadOnlyList<string> unknown);
            Check.Allocated(before, input.Length);
            _ = expected ?? throw new FuzzException("an invalid file was read");
            Check.Same(IsOn(expected, Switches[0]), settings.WaitForSession);
            Check.Same(IsOn(expected, Switches[1]), settings.SkipServiceDescriptor);
            Check.Same(IsOn(expected, Switches[2]), settings.ExitOnClientEof);
            Check.Same(IsOn(expected, Switches[3]), settings.ExitOnServiceEof);
            Check.Same(expected.GetValueOrDefault("force-user"), settings.ForceUser);
            Check.Same(expected.GetValueOrDefault("?", ""), string.Concat(unknown.Select(key => key + "?")));
        }
        catch (FormatException)
        {
            Check.That(expected is null);
        }
    }

    private static bool IsOn(Dictionary<string, string> settings, string key) =>
        settings.GetValueOrDefault(key) is "true" or "1";

    // The settings by name, the unknown keys under "?"; null when the file is not valid.
    private static Dictionary<string, string>? Expect(ReadOnlySpan<byte> input)
    {
        string text = Encoding.Latin1.GetString(input);
        Dictionary<string, string> settings = new(StringComparer.Ordinal);
        foreach (string line in LineEnd().Split(text))
        {
            Match match = Line().Match(line);
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            string key = match.Groups[1].Value, value = match.Groups[2].Value;
            bool isNumber = value.Length > 0 && value[0] is >= '0' and <= '9';
            if (!match.Success || (isNumber && BigInteger.Parse(value, CultureInfo.InvariantCulture) > ulong.MaxValue))
            {
                return null;
            }

            if (key != "force-user" && !Switches.Contains(key))
            {
                settings["?"] = settings.GetValueOrDefault("?", "") + key + "?";
                continue;
            }

            byte[] quoted = Encoding.Latin1.GetBytes(value.Trim('\''));
            bool fits = key == "force-user"
                ? value[0] == '\'' && quoted.Length > 0 && Slow.IsUtf8(quoted)
                : value is "true" or "false" || (key == Switches[0] && value is "0" or "1");
            if (!fits || !settings.TryAdd(key, key == "force-user" ? Encoding.UTF8.GetString(quoted) : value))
            {
                return null;
            }
        }

        bool mixed = settings.ContainsKey("force-user") && Switches[1..].Any(key => IsOn(settings, key));
        return input.Length > 65536 || text.Contains('\0', StringComparison.Ordinal) || mixed ? null : settings;
    }

    [GeneratedRegex(@"\r?\n", RegexOptions.CultureInvariant)]
    private static partial Regex LineEnd();

    [GeneratedRegex(
        @"\A([A-Za-z][A-Za-z0-9._-]*)[ \t]*=[ \t]*(true|false|0|[1-9][0-9]*|'(?!'')[^']*')[ \t]*(?:#[\s\S]*)?\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Line();
}
