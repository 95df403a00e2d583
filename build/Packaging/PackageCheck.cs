using System.Text.Json;
using PedOS.Build.Tools;

namespace PedOS.Build.Packaging;

/// <summary>
/// Compares a folder with the lists in it: <c>package.json</c> of a package, <c>SHA256SUMS</c> of what is handed out.
/// The root of the CD has both. Says nothing about who signed them.
/// </summary>
/// <param name="folder">The folder.</param>
public sealed class PackageCheck(string folder)
{
    // Names that are told; more would hide the beginning.
    private const int MaxTold = 20;

    private static readonly string[] Lists =
        [PackageFolder.ListName, Signing.CodeSigning.ListCatalog, HashList.FileName];

    /// <summary>Whether there is a list to compare with.</summary>
    public bool HasList => File.Exists(At(PackageFolder.ListName)) || File.Exists(At(HashList.FileName));

    /// <summary>Refuses a folder that is not what its lists say.</summary>
    /// <returns>How many files were compared.</returns>
    /// <exception cref="BuildException">A file is missing, changed or in no list, or a list cannot be read.</exception>
    public int Require()
    {
        (string Path, string Hash)[] listed = [.. Listed().Distinct()];
        string[] differences = [.. Differences(listed).Distinct(StringComparer.Ordinal)];
        return differences.Length == 0
            ? listed.Length
            : throw new BuildException(
                $"{folder} is not what its list says: {string.Join(", ", differences.Take(MaxTold))}"
                + (differences.Length > MaxTold ? $" and {differences.Length - MaxTold} more" : "")
                + "; make it again with ./build.sh package, or get it again from where it came from");
    }

    private IEnumerable<string> Differences((string Path, string Hash)[] listed)
    {
        foreach ((string path, string hash) in listed)
        {
            if (path.Split('/').Any(static part => part is "" or "." or ".."))
            {
                yield return $"{path} is no path of a list";
            }
            else if (!File.Exists(At(path)))
            {
                yield return $"{path} is missing";
            }
            else if (FileHash.Of(At(path)) != hash)
            {
                yield return $"{path} was changed";
            }
        }

        HashSet<string> known = new(listed.Select(static f => f.Path).Concat(Lists), StringComparer.Ordinal);
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(file => !known.Contains(file))
            .Order(StringComparer.Ordinal))
        {
            yield return $"{file} was added";
        }
    }

    private IEnumerable<(string Path, string Hash)> Listed()
    {
        string list = At(PackageFolder.ListName);
        string hashes = At(HashList.FileName);
        return [.. File.Exists(list) ? OfPackage(list) : [], .. File.Exists(hashes) ? HashList.Read(hashes) : []];
    }

    private static (string Path, string Hash)[] OfPackage(string list)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(list));
            return
            [
                .. document.RootElement.GetProperty("files").EnumerateArray()
                    .Select(static f => (
                        f.GetProperty("path").GetString() ?? "", f.GetProperty("sha256").GetString() ?? "")),
            ];
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new BuildException($"{list} is no list of a package: {e.Message}", e);
        }
    }

    private string At(string path) => Path.Join(folder, path.Replace('/', Path.DirectorySeparatorChar));
}
