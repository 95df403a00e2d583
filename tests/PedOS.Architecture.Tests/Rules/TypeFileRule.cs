using System.Text.RegularExpressions;
using PedOS.Architecture.Tests.Repository;

namespace PedOS.Architecture.Tests.Rules;

/// <summary>One public type per file, and a file is named like the type it holds.</summary>
public static partial class TypeFileRule
{
    public static IEnumerable<string> Check(SourceFile file)
    {
        // Namespaces are file-scoped, so a type at the first column is a top-level type.
        Match[] types =
            [.. file.Lines.Select(static line => TypeDeclaration().Match(line)).Where(static m => m.Success)];
        int publicTypes = types.Count(static m => m.Groups["public"].Success);
        if (publicTypes > 1)
        {
            yield return $"{file.Path}: declares {publicTypes} public types";
        }

        // A partial type may add a word to the file name: Name.Part.cs.
        string expected = file.Name.Split('.')[0];
        Match? named = types.FirstOrDefault(m => m.Groups["name"].Value == expected);
        if (types.Length > 0 && named is null)
        {
            yield return $"{file.Path}: declares {types[0].Groups["name"].Value}";
        }
        else if (named is not null && publicTypes == 1 && !named.Groups["public"].Success)
        {
            yield return $"{file.Path}: is not named like its public type";
        }
    }

    [GeneratedRegex(
        @"^(?:(?<public>public)\s+|internal\s+|file\s+)?(?:(?:static|sealed|abstract|readonly|ref|partial|unsafe)\s+)*"
        + @"(?:class|struct|record\s+struct|record\s+class|record|interface|enum|delegate\s+[\w<>?\[\]., ]+?)"
        + @"\s+(?<name>\w+)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex TypeDeclaration();
}
