using System.Text.RegularExpressions;

namespace PedOS.Architecture.Tests.Repository;

/// <summary>A type that a file declares, not one inside of another.</summary>
/// <param name="Name">Its simple name.</param>
/// <param name="IsPublic">Whether it says so.</param>
/// <param name="IsFileLocal">Nobody outside of the file can name it.</param>
/// <param name="IsData">Whether it is a record or an enum.</param>
public sealed partial record TypeDeclaration(string Name, bool IsPublic, bool IsFileLocal, bool IsData)
{
    /// <summary>The types of a file. Namespaces are file-scoped, so they stand at the first column.</summary>
    public static IReadOnlyList<TypeDeclaration> Of(SourceFile file) =>
        [.. file.Lines.Select(static line => Declaration().Match(line)).Where(static m => m.Success)
            .Select(static m => new TypeDeclaration(
                m.Groups["name"].Value,
                m.Groups["public"].Success,
                m.Groups["file"].Success,
                m.Groups["data"].Success))];

    /// <summary>Names of the types of a file that are inside of another.</summary>
    public static IEnumerable<string> Nested(SourceFile file) => file.Lines
        .Where(static line => line.StartsWith("    ", StringComparison.Ordinal))
        .Select(static line => Declaration().Match(line.TrimStart()))
        .Where(static m => m.Success)
        .Select(static m => m.Groups["name"].Value);

    [GeneratedRegex(
        @"^(?:(?<public>public)\s+|internal\s+|private\s+|(?<file>file)\s+)?"
        + @"(?:(?:static|sealed|abstract|readonly|ref|partial|unsafe)\s+)*"
        + @"(?:class|struct|(?<data>record\s+struct|record\s+class|record|enum)|interface"
        + @"|delegate\s+[\w<>?\[\]., ]+?)"
        + @"\s+(?<name>\w+)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Declaration();
}
