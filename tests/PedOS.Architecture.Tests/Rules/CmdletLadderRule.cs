using System.Text.RegularExpressions;
using PedOS.Architecture.Tests.Repository;

namespace PedOS.Architecture.Tests.Rules;

/// <summary>A cmdlet is a cmdlet of some kind, and that is one of ours: three classes, no more.</summary>
public static partial class CmdletLadderRule
{
    private const int MaxClasses = 3;

    public static IEnumerable<string> Check(IEnumerable<SourceFile> tree)
    {
        SourceFile[] files =
            [.. tree.Where(static f => f.Path.StartsWith("cmdlets/PedOS.Tools.Cmdlets/", StringComparison.Ordinal))];
        Dictionary<string, string> bases = files.SelectMany(static f => Class().Matches(f.Text))
            .ToDictionary(static m => m.Groups["name"].Value, static m => m.Groups["base"].Value);
        foreach (string name in bases.Keys.Where(static n => n.EndsWith("Command", StringComparison.Ordinal)))
        {
            List<string> ladder = [];
            for (string? step = name; step is not null && step != "PSCmdlet"; step = bases.GetValueOrDefault(step))
            {
                ladder.Add(step);
            }

            if (ladder.Count > MaxClasses)
            {
                yield return $"{string.Join(" : ", ladder)}: {ladder.Count} classes, at most {MaxClasses}";
            }
        }
    }

    [GeneratedRegex(
        @"^public (?:sealed |abstract )class (?<name>\w+) : (?<base>\w+)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Class();
}
