using System.Text.RegularExpressions;
using PedOS.Architecture.Tests.Repository;

namespace PedOS.Architecture.Tests.Rules;

/// <summary>A relative link in a document leads to something that is there.</summary>
public static partial class LinkRule
{
    public static IEnumerable<string> Check(SourceFile file, IReadOnlySet<string> paths)
    {
        if (file.Extension != ".md")
        {
            yield break;
        }

        string folder = Path.GetDirectoryName(file.Path) ?? "";
        foreach (Match link in Link().Matches(file.Text))
        {
            string target = link.Groups[1].Value.Split('#')[0];
            if (target.Length == 0 || target.Contains(':', StringComparison.Ordinal))
            {
                continue;
            }

            string path = Path.GetRelativePath(".", Path.Join(folder, target)).Replace('\\', '/');
            if (!paths.Contains(path))
            {
                yield return $"{file.Path}: links to {target}, which is not there";
            }
        }
    }

    [GeneratedRegex(@"\[[^\]]*\]\(([^)\s]+)\)", RegexOptions.CultureInvariant)]
    private static partial Regex Link();
}
