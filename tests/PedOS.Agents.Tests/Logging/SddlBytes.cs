using System.Buffers.Binary;
using System.Globalization;
using System.Text.RegularExpressions;

namespace PedOS.Agents.Tests.Logging;

/// <summary>The bytes of a security descriptor that is written as SDDL, as Windows lays them out.</summary>
internal static partial class SddlBytes
{
    private static readonly Dictionary<string, string> Accounts = new(StringComparer.Ordinal)
    {
        ["SY"] = "S-1-5-18",
        ["BA"] = "S-1-5-32-544",
        ["BU"] = "S-1-5-32-545",
        ["AU"] = "S-1-5-11",
        ["WD"] = "S-1-1-0",
        ["CO"] = "S-1-3-0",
        ["CG"] = "S-1-3-1",
        ["OW"] = "S-1-3-4",
    };

    private static readonly Dictionary<string, uint> Rights = new(StringComparer.Ordinal)
    {
        ["FA"] = 0x1f01ff,
        ["FR"] = 0x120089,
        ["FW"] = 0x120116,
        ["FX"] = 0x1200a0,
        ["GA"] = 0x1000_0000,
        ["GX"] = 0x2000_0000,
        ["GW"] = 0x4000_0000,
        ["GR"] = 0x8000_0000,
        ["SD"] = 0x1_0000,
        ["RC"] = 0x2_0000,
        ["WD"] = 0x4_0000,
        ["WO"] = 0x8_0000,
        ["CC"] = 0x1,
        ["DC"] = 0x2,
        ["LC"] = 0x4,
        ["SW"] = 0x8,
        ["RP"] = 0x10,
        ["WP"] = 0x20,
        ["DT"] = 0x40,
        ["LO"] = 0x80,
        ["CR"] = 0x100,
    };

    private static readonly Dictionary<string, byte> Flags = new(StringComparer.Ordinal)
    {
        ["OI"] = 1,
        ["CI"] = 2,
        ["NP"] = 4,
        ["IO"] = 8,
        ["ID"] = 16,
    };

    private static readonly Dictionary<string, byte> Types = new(StringComparer.Ordinal)
    {
        ["A"] = 0,
        ["D"] = 1,
        ["OA"] = 5,
        ["XA"] = 9,
    };

    public static byte[] Of(string sddl)
    {
        Match match = Whole().Match(sddl);
        byte[] owner = Sid(match.Groups["owner"].Value);
        byte[][] entries = [.. Entry().Matches(match.Groups["list"].Value).Select(Entry)];
        bool hasList = match.Groups["list"].Success;
        byte[] list =
        [
            2, 0, .. Two(8 + entries.Sum(static e => e.Length)), .. Two(entries.Length), 0, 0,
            .. entries.SelectMany(static e => e),
        ];
        return
        [
            1, 0, .. Two(hasList ? 0x8004 : 0x8000), .. Four(20), .. Four(0), .. Four(0),
            .. Four(hasList ? 20 + (uint)owner.Length : 0), .. owner, .. hasList ? list : [],
        ];
    }

    private static byte[] Entry(Match match)
    {
        string rights = match.Groups["rights"].Value;
        byte[] sid = Sid(match.Groups["sid"].Value);
        uint mask = rights.StartsWith("0x", StringComparison.Ordinal)
            ? uint.Parse(rights[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            : Pairs(rights).Aggregate(0u, static (sum, r) => sum | Rights[r]);
        byte flags = Pairs(match.Groups["flags"].Value).Aggregate((byte)0, static (sum, f) => (byte)(sum | Flags[f]));
        return [Types[match.Groups["type"].Value], flags, .. Two(8 + sid.Length), .. Four(mask), .. sid];
    }

    private static byte[] Sid(string text)
    {
        string[] parts = Accounts.GetValueOrDefault(text, text).Split('-');
        return
        [
            1, (byte)(parts.Length - 3), 0, 0, 0, 0, 0, byte.Parse(parts[2], CultureInfo.InvariantCulture),
            .. parts.Skip(3).SelectMany(static p => Four(uint.Parse(p, CultureInfo.InvariantCulture))),
        ];
    }

    private static IEnumerable<string> Pairs(string text) =>
        Enumerable.Range(0, text.Length / 2).Select(i => text.Substring(2 * i, 2));

    private static byte[] Two(int number) => [(byte)number, (byte)(number >> 8)];

    private static byte[] Four(uint number)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, number);
        return bytes;
    }

    [GeneratedRegex(@"^O:(?<owner>[^:]+?)(D:[PAI]*(?<list>.*))?$")]
    private static partial Regex Whole();

    [GeneratedRegex(@"\((?<type>\w+);(?<flags>\w*);(?<rights>\w*);;;(?<sid>[\w-]+)\)")]
    private static partial Regex Entry();
}
