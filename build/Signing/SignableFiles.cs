namespace PedOS.Build.Signing;

/// <summary>Which files carry a signature, and in which order they get it.</summary>
public static class SignableFiles
{
    // Programs and scripts first: what lists their hashes, and what contains them, comes after.
    private static readonly string[][] Ranks =
    [
        [".exe", ".dll", ".sys", ".ps1", ".psm1", ".psd1", ".ps1xml"],
        [".cat"],
        [".msi"],
    ];

    /// <summary>Whether a file of this name can be signed.</summary>
    public static bool Includes(string path) => Rank(path) < Ranks.Length;

    /// <summary>
    /// The files below a folder that can be signed, in the order in which that has to happen; an MSI has copies of
    /// the others in it and is signed by itself.
    /// </summary>
    public static IReadOnlyList<string> In(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(static f => Rank(f) < Ranks.Length - 1)
            .OrderBy(Rank)
            .ThenBy(static f => f, StringComparer.Ordinal),
    ];

    private static int Rank(string path)
    {
        int rank = Array.FindIndex(Ranks, r => r.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase));
        return rank < 0 ? Ranks.Length : rank;
    }
}
