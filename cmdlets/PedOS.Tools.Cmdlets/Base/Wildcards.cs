using System.Management.Automation;

namespace PedOS.Tools.Cmdlets.Base;

/// <summary>Names with wildcards.</summary>
internal static class Wildcards
{
    public static bool Match(IEnumerable<string> patterns, string name) =>
        patterns.Any(p => new WildcardPattern(p, WildcardOptions.IgnoreCase).IsMatch(name));
}
