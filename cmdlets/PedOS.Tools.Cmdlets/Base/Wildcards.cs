using System.Management.Automation;

namespace PedOS.Tools.Cmdlets.Base;

/// <summary>Names with wildcards.</summary>
internal static class Wildcards
{
    // In Turkish, i and I are different letters; names of ours are the same everywhere.
    private const WildcardOptions Options = WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant;

    public static bool Match(IEnumerable<string> patterns, string name) =>
        patterns.Any(p => new WildcardPattern(p, Options).IsMatch(name));
}
