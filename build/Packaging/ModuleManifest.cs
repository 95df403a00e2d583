using System.Text.RegularExpressions;
using PedOS.Build.Tools;

namespace PedOS.Build.Packaging;

/// <summary>What the manifest of the module says about it.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Author">Who made it.</param>
/// <param name="Description">One sentence.</param>
/// <param name="Copyright">Whose it is, and the licence.</param>
/// <param name="Cmdlets">Names of its cmdlets.</param>
public sealed partial record ModuleManifest(
    string Version, string Author, string Description, string Copyright, IReadOnlyList<string> Cmdlets)
{
    /// <summary>Reads the text of a manifest: plain values in single quotes, as this tree writes them.</summary>
    /// <exception cref="BuildException">A value is missing.</exception>
    public static ModuleManifest Read(string text)
    {
        Match cmdlets = CmdletList().Match(text);
        return new(
            Value(text, "ModuleVersion"),
            Value(text, "Author"),
            Value(text, "Description"),
            Value(text, "Copyright"),
            cmdlets.Success
                ? [.. Quoted().Matches(cmdlets.Groups[1].Value).Select(static m => m.Groups[1].Value)]
                : throw new BuildException($"{ProductVersion.Manifest} has no CmdletsToExport"));
    }

    private static string Value(string text, string name)
    {
        foreach (Match match in Assignment().Matches(text))
        {
            if (match.Groups[1].Value == name)
            {
                return match.Groups[2].Value.Replace("''", "'", StringComparison.Ordinal);
            }
        }

        throw new BuildException($"{ProductVersion.Manifest} has no {name}");
    }

    [GeneratedRegex(@"^\s*(\w+)\s*=\s*'((?:[^']|'')*)'", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Assignment();

    [GeneratedRegex(@"CmdletsToExport\s*=\s*@\(([^)]*)\)", RegexOptions.CultureInvariant)]
    private static partial Regex CmdletList();

    [GeneratedRegex("'([^']*)'", RegexOptions.CultureInvariant)]
    private static partial Regex Quoted();
}
