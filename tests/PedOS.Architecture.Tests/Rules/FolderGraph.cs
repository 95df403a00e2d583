using System.Text.RegularExpressions;
using PedOS.Architecture.Tests.Repository;

namespace PedOS.Architecture.Tests.Rules;

/// <summary>
/// Who knows whom between the folders of one project, from declarations, usings and uses of types. It is enough to look
/// at what is named: what a folder reaches without naming it, it reaches through somebody who does.
/// </summary>
public sealed partial class FolderGraph
{
    private readonly FloorPlan _plan;
    private readonly Dictionary<string, string> _folders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _types = new(StringComparer.Ordinal);
    private readonly List<FolderArrow> _arrows = [];
    private readonly List<string> _findings = [];

    /// <summary>Reads the files of a project.</summary>
    public FolderGraph(FloorPlan plan, IEnumerable<SourceFile> tree)
    {
        _plan = plan;
        SourceFile[] files = [.. tree.Where(plan.Holds)];
        foreach (SourceFile file in files)
        {
            Declare(file);
        }

        foreach (SourceFile file in files)
        {
            Connect(file);
        }
    }

    /// <summary>One per file and pair of folders.</summary>
    public IReadOnlyList<FolderArrow> Arrows => _arrows;

    /// <summary>What keeps the arrows from being known.</summary>
    public IReadOnlyList<string> Findings => _findings;

    private void Declare(SourceFile file)
    {
        if (_plan.Folder(file) is not { } folder)
        {
            _findings.Add($"{file.Path}: its folder has no floor");
            return;
        }

        string space = Namespace(file);
        string home = space + " in " + Path.GetDirectoryName(file.Path);
        IReadOnlyList<TypeDeclaration> types = TypeDeclaration.Of(file);
        if (types.Count == 0 || space.StartsWith("System", StringComparison.Ordinal))
        {
            return;
        }

        if (!_folders.TryAdd(space, folder) && _folders[space] != folder)
        {
            _findings.Add($"{file.Path}: the namespace {home} is that of the folder \"{_folders[space]}\", too");
        }

        if (!_types.TryGetValue(space, out HashSet<string>? names))
        {
            _types[space] = names = new(StringComparer.Ordinal);
        }

        names.UnionWith(types.Where(static t => !t.IsFileLocal).Select(static t => t.Name));
    }

    private void Connect(SourceFile file)
    {
        if (_plan.Folder(file) is not { } from)
        {
            return;
        }

        HashSet<string> known = new(StringComparer.Ordinal) { from };
        foreach ((string space, string why) in Uses(file))
        {
            if (known.Add(_folders[space]))
            {
                _arrows.Add(new FolderArrow(from, _folders[space], file.Path, why));
            }
        }
    }

    private IEnumerable<(string Space, string Why)> Uses(SourceFile file)
    {
        foreach (Match match in UsingDirective().Matches(file.Text))
        {
            if (match.Groups["global"].Success)
            {
                _findings.Add($"{file.Path}: a global using hides who knows whom");
            }

            string name = match.Groups["name"].Value;
            if (Prefixes(name).FirstOrDefault(_types.ContainsKey) is { } space)
            {
                yield return (space, "using " + name);
            }
        }

        string[] spaces = [.. Prefixes(Namespace(file))];
        IReadOnlyList<string> words = CodeWords.Of(file.Text);
        for (int i = 0; i < words.Count; i++)
        {
            if (CodeWords.IsName(words[i]) && (i == 0 || words[i - 1] != ".")
                && Resolve(spaces, Chain(words, i)) is { } use)
            {
                yield return use;
            }
        }
    }

    // What a name means that no using brings: a type of a namespace around, or one with a namespace before it.
    private (string Space, string Why)? Resolve(string[] spaces, string chain)
    {
        foreach (string space in spaces)
        {
            if (_types.TryGetValue(space, out HashSet<string>? types) && types.Contains(chain.Split('.')[0]))
            {
                return (space, chain);
            }
        }

        foreach (string space in spaces.Append("").Select(static s => s.Length > 0 ? s + "." : s))
        {
            foreach (string prefix in Prefixes(chain).Where(p => _types.ContainsKey(space + p)))
            {
                string[] rest = chain[prefix.Length..].Split('.', StringSplitOptions.RemoveEmptyEntries);
                if (rest.Length > 0 && _types[space + prefix].Contains(rest[0]))
                {
                    return (space + prefix, chain);
                }
            }
        }

        return null;
    }

    private static string Namespace(SourceFile file) => NamespaceDirective().Match(file.Text).Groups["name"].Value;

    private static string Chain(IReadOnlyList<string> words, int start)
    {
        int end = start + 1;
        while (end + 1 < words.Count && words[end] == "." && CodeWords.IsName(words[end + 1]))
        {
            end += 2;
        }

        return string.Concat(words.Skip(start).Take(end - start));
    }

    // "A.B.C", "A.B", "A".
    private static IEnumerable<string> Prefixes(string name)
    {
        for (int length = name.Length; length > 0; length = name.LastIndexOf('.', length - 1))
        {
            yield return name[..length];
        }
    }

    [GeneratedRegex(
        @"^(?<global>global\s+)?using\s+(?:static\s+)?(?:\w+\s*=\s*)?(?:global::)?(?<name>[\w.]+)\s*;",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex UsingDirective();

    [GeneratedRegex(
        @"^namespace\s+(?<name>[\w.]+)\s*;",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex NamespaceDirective();
}
