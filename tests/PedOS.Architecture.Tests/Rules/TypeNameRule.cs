using PedOS.Architecture.Tests.Repository;

namespace PedOS.Architecture.Tests.Rules;

/// <summary>A simple name means one type in all projects that are shipped, and in those that build them.</summary>
public static class TypeNameRule
{
    // Agents and cmdlets never reference each other, so each side has its own declarations of what the systems have:
    // a native name may be there once per side.
    private static readonly string[] NativeFolders = ["Native", "Interop"];

    /// <summary>Names that stay twice.</summary>
    private static readonly Dictionary<string, string> Exceptions = new(StringComparer.Ordinal)
    {
        ["IsExternalInit"] = "the compiler asks each project for netstandard2.0 for one of its own",
    };

    public static IEnumerable<string> Check(IReadOnlyCollection<SourceFile> tree) => [.. Types(tree), .. Natives(tree)];

    private static IEnumerable<string> Types(IEnumerable<SourceFile> tree) => tree
        .Where(static f => f.IsCode && Project(f.Path).Length > 0)
        .SelectMany(static f => TypeDeclaration.Of(f).Where(static t => !t.IsFileLocal).Select(t => (t.Name, f.Path)))
        .GroupBy(static t => t.Name, StringComparer.Ordinal)
        .Where(static g => !Exceptions.ContainsKey(g.Key))
        .Where(static g => g.Select(static t => Path.GetDirectoryName(t.Path)).Distinct().Count() > 1)
        .Where(static g => !IsOncePerSide([.. g.Select(static t => t.Path)]))
        .Select(static g => $"{g.Key} is two types: {string.Join(", ", g.Select(static t => t.Path))}");

    // Most of them are inside of the class of their library.
    private static IEnumerable<string> Natives(IEnumerable<SourceFile> tree) => tree
        .Where(static f => f.IsCode && Project(f.Path).Length > 0 && IsNative(f.Path))
        .SelectMany(static f => TypeDeclaration.Of(f).Select(t => (t.Name, f.Path, IsNested: false))
            .Concat(TypeDeclaration.Nested(f).Select(name => (Name: name, f.Path, IsNested: true))))
        .GroupBy(static t => (Side: t.Path.Split('/')[0], t.Name))
        .Where(static g => g.Any(static t => t.IsNested) && g.Count() > 1)
        .Select(static g => $"{g.Key.Name} is two types: {string.Join(", ", g.Select(static t => t.Path))}");

    private static bool IsOncePerSide(IReadOnlyList<string> places) =>
        places.All(IsNative)
        && places
            .GroupBy(static p => p.Split('/')[0], StringComparer.Ordinal)
            .All(static side => side.Select(Path.GetDirectoryName).Distinct().Count() == 1);

    private static bool IsNative(string path) =>
        path.Split('/')[..^1].Intersect(NativeFolders, StringComparer.Ordinal).Any();

    private static string Project(string path) => path.Split('/') switch
    {
        ["agents" or "cmdlets", string project, ..] => project,
        ["build", ..] => "build",
        _ => "",
    };
}
