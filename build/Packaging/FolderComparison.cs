using PedOS.Build.Tools;

namespace PedOS.Build.Packaging;

/// <summary>Compares two folders byte by byte.</summary>
public static class FolderComparison
{
    /// <summary>What differs, one line each; nothing when they are equal.</summary>
    /// <exception cref="BuildException">Both are empty: that proves nothing.</exception>
    public static IReadOnlyList<string> Differences(string one, string other)
    {
        SortedDictionary<string, string> first = Read(one);
        SortedDictionary<string, string> second = Read(other);
        return first.Count == 0 && second.Count == 0
            ? throw new BuildException($"{one} and {other} are both empty")
            :
            [
                .. first.Keys.Except(second.Keys, StringComparer.Ordinal).Select(f => $"{f} is only in {one}"),
                .. second.Keys.Except(first.Keys, StringComparer.Ordinal).Select(f => $"{f} is only in {other}"),
                .. first.Where(f => second.TryGetValue(f.Key, out string? hash) && hash != f.Value)
                    .Select(static f => $"{f.Key} differs"),
            ];
    }

    private static SortedDictionary<string, string> Read(string folder) =>
        new(
            Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .ToDictionary(file => Path.GetRelativePath(folder, file), FileHash.Of),
            StringComparer.Ordinal);
}
