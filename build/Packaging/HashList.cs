using System.Text;
using PedOS.Build.Tools;

namespace PedOS.Build.Packaging;

/// <summary>Lists of SHA-256 hashes, as <c>sha256sum -c</c> reads them.</summary>
public static class HashList
{
    /// <summary>Usual name of such a list.</summary>
    public const string FileName = "SHA256SUMS";

    /// <summary>Writes the hashes of all files below a folder, without those of the list itself.</summary>
    /// <param name="list">The list.</param>
    /// <param name="folder">The folder; the paths in the list are relative to it.</param>
    public static void Write(string list, string folder)
    {
        string[] paths = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetFullPath(file) != Path.GetFullPath(list))
            .Select(file => Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/'))
            .Order(StringComparer.Ordinal)];
        Write(list, folder, paths);
    }

    /// <summary>Writes the hashes of some files of a folder.</summary>
    /// <param name="list">The list.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="paths">Paths relative to it, parts separated by slashes.</param>
    /// <exception cref="BuildException">A path cannot be written in a list.</exception>
    public static void Write(string list, string folder, IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var text = new StringBuilder();
        foreach (string path in paths)
        {
            if (path.AsSpan().ContainsAny('\\', '\n', '\r'))
            {
                throw new BuildException($"{path} cannot be written in a list of hashes");
            }

            // Two blanks: read as binary, which is what Linux always does.
            text.Append(FileHash.Of(Path.Join(folder, path))).Append("  ").Append(path).Append('\n');
        }

        File.WriteAllText(list, text.ToString());
    }

    /// <summary>Reads a list.</summary>
    /// <exception cref="BuildException">It is none.</exception>
    public static IReadOnlyList<(string Path, string Hash)> Read(string list)
    {
        const int HashLength = 64;
        return
        [
            .. File.ReadAllLines(list).Select(line =>
                line.Length > HashLength + 2 && line[..HashLength].All(char.IsAsciiHexDigitLower)
                    && line[HashLength] == ' ' && line[HashLength + 1] is ' ' or '*'
                    ? (line[(HashLength + 2)..], line[..HashLength])
                    : throw new BuildException($"{list} is no list of hashes: \"{line}\"")),
        ];
    }
}
