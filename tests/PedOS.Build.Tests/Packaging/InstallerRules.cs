using System.Globalization;
using System.Text.RegularExpressions;

namespace PedOS.Build.Tests.Packaging;

/// <summary>
/// Rules of the Windows Installer for its tables, those of its internal consistency evaluators (ICE) that a package of
/// ours could break. Tables are rows of cells in the order of their columns, as msiinfo exports them.
/// </summary>
public static partial class InstallerRules
{
    private const int SixtyFourBits = 256;
    private const int InScript = 1024;
    private const int AsSystem = 2048;
    private const int LeastScript = 1500;
    private const int MostScript = 6600;

    private static readonly string[] Needed =
    [
        "LaunchConditions", "AppSearch", "FindRelatedProducts", "CostInitialize", "FileCost", "CostFinalize",
        "InstallValidate", "InstallInitialize", "ProcessComponents", "UnpublishFeatures", "RemoveFiles",
        "InstallFiles", "RegisterProduct", "PublishFeatures", "PublishProduct", "InstallFinalize",
    ];

    /// <summary>What breaks a rule, a line each.</summary>
    public static IReadOnlyList<string> Broken(IReadOnlyDictionary<string, string[][]> tables) =>
        [.. Components(tables), .. Files(tables), .. Actions(tables), .. Sequence(tables), .. Upgrades(tables)];

    private static IEnumerable<string> Components(IReadOnlyDictionary<string, string[][]> tables)
    {
        HashSet<string> files = [.. tables["File"].Select(static f => f[0])];
        HashSet<string> folders = [.. tables["Directory"].Select(static d => d[0])];
        HashSet<string> owned = [.. tables["FeatureComponents"].Select(static f => f[1])];
        HashSet<string> created = [.. tables["CreateFolder"].Select(static c => c[1])];
        HashSet<string> ids = [];
        foreach (string[] component in tables["Component"])
        {
            (string name, string id, string folder, string key) =
                (component[0], component[1], component[2], component[5]);
            string? fault = !ids.Add(id) ? "has the id of another one (ICE08)"
                : id.Any(char.IsAsciiLetterLower) ? "has small letters in its id"
                : (Number(component[3]) & SixtyFourBits) == 0 ? "is not for 64 bits (ICE80)"
                : !folders.Contains(folder) ? "is in no folder"
                : key.Length > 0 && !files.Contains(key) ? "has a key path that is no file"
                : key.Length == 0 && !created.Contains(name) ? "has neither key path nor folder (ICE18)"
                : !owned.Contains(name) ? "belongs to no feature (ICE21)"
                : null;
            if (fault is not null)
            {
                yield return $"component {name} {fault}";
            }
        }
    }

    private static IEnumerable<string> Files(IReadOnlyDictionary<string, string[][]> tables)
    {
        Dictionary<string, string> folders = tables["Component"].ToDictionary(static c => c[0], static c => c[2]);
        HashSet<string> hashed = [.. tables["MsiFileHash"].Select(static h => h[0])];
        HashSet<string> names = [];
        foreach (string[] file in tables["File"])
        {
            string[] both = file[2].Split('|');
            string folder = folders[file[1]];
            if (!names.Add($"{folder} {both[^1]}".ToUpperInvariant())
                || (both.Length > 1 && !names.Add($"{folder} {both[0]}".ToUpperInvariant())))
            {
                yield return $"file {file[0]} has the name of another one (ICE30)";
            }

            if (!ShortName().IsMatch(both[0]))
            {
                yield return $"file {file[0]} has no short name: {file[2]} (ICE03)";
            }

            if (hashed.Contains(file[0]) == file[4].Length > 0)
            {
                yield return $"file {file[0]} has a version and a hash, or neither (ICE60)";
            }
        }

        int[] numbers = [.. tables["File"].Select(static f => Number(f[7])).Order()];
        if (!numbers.SequenceEqual(Enumerable.Range(1, numbers.Length))
            || Number(tables["Media"].Single()[1]) != numbers.Length)
        {
            yield return "files are not numbered from 1 to the last of the medium (ICE04)";
        }
    }

    private static IEnumerable<string> Actions(IReadOnlyDictionary<string, string[][]> tables)
    {
        HashSet<string> libraries = [.. tables["Binary"].Select(static b => b[0])];
        Dictionary<string, int> order =
            tables["InstallExecuteSequence"].ToDictionary(static s => s[0], static s => Number(s[2]));
        foreach (string[] action in tables["CustomAction"])
        {
            int type = Number(action[1]);
            bool isInScript = (type & InScript) != 0;
            string? fault = !order.TryGetValue(action[0], out int number) ? "is never run (ICE12)"
                : isInScript && number is <= LeastScript or >= MostScript
                    ? "is deferred and outside of the script (ICE77)"
                : !isInScript && (type & AsSystem) != 0 ? "runs as the system without being deferred (ICE68)"
                : (type & 63) == 1 && !libraries.Contains(action[2]) ? "is of a library that is not there"
                : null;
            if (fault is not null)
            {
                yield return $"action {action[0]} {fault}";
            }
        }
    }

    private static IEnumerable<string> Sequence(IReadOnlyDictionary<string, string[][]> tables)
    {
        string[][] rows = tables["InstallExecuteSequence"];
        foreach (IGrouping<string, string[]> number in rows.GroupBy(static r => r[2]).Where(static g => g.Count() > 1))
        {
            yield return $"number {number.Key} is that of {string.Join(" and ", number.Select(static r => r[0]))}";
        }

        foreach (string missing in Needed.Except(rows.Select(static r => r[0])))
        {
            yield return $"action {missing} is missing";
        }
    }

    private static IEnumerable<string> Upgrades(IReadOnlyDictionary<string, string[][]> tables)
    {
        string[] secure = tables["Property"].Single(static p => p[0] == "SecureCustomProperties")[1].Split(';');
        return tables["Upgrade"].Select(static u => u[6]).Except(secure)
            .Select(static p => $"property {p} does not reach the service (ICE61)");
    }

    private static int Number(string cell) => int.Parse(cell, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A[^ .]{1,8}(\.[^ .]{1,3})?\z")]
    private static partial Regex ShortName();
}
