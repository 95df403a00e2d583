using System.Text.Json;

namespace PedOS.Build.Tools;

/// <summary>Packages that were downloaded beside the restore of a project: nothing references them.</summary>
/// <param name="folders">The package folders of the restore, in order.</param>
/// <param name="versions">Name and version of each.</param>
public sealed class RestoredPackages(IReadOnlyList<string> folders, IReadOnlyDictionary<string, string> versions)
{
    /// <summary>Reads what the restore of a project wrote down.</summary>
    /// <param name="project">The project file.</param>
    /// <exception cref="BuildException">It has not been restored.</exception>
    public static RestoredPackages Of(string project)
    {
        string assets = Path.Join(Path.GetDirectoryName(project), "obj", "project.assets.json");
        if (!File.Exists(assets))
        {
            throw new BuildException($"{assets} is missing: restore the solution first (./build.sh build)");
        }

        using var document = JsonDocument.Parse(File.ReadAllBytes(assets));
        var versions = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        JsonElement frameworks = document.RootElement.GetProperty("project").GetProperty("frameworks");
        foreach (JsonProperty framework in frameworks.EnumerateObject())
        {
            if (!framework.Value.TryGetProperty("downloadDependencies", out JsonElement downloads))
            {
                continue;
            }

            foreach (JsonElement download in downloads.EnumerateArray())
            {
                // An exact version is written as a range: [7.6.9, 7.6.9].
                string range = download.GetProperty("version").GetString()!;
                versions[download.GetProperty("name").GetString()!] = range.Trim('[', ']').Split(',')[0];
            }
        }

        return new RestoredPackages(
            [.. document.RootElement.GetProperty("packageFolders").EnumerateObject().Select(static f => f.Name)],
            versions);
    }

    /// <summary>The version of one of them.</summary>
    /// <exception cref="BuildException">The project does not ask for it.</exception>
    public string VersionOf(string name) => versions.TryGetValue(name, out string? version)
        ? version
        : throw new BuildException($"no restored project downloads the package {name}");

    /// <summary>Its folder.</summary>
    /// <exception cref="BuildException">It is in no package folder.</exception>
    public string FolderOf(string name)
    {
#pragma warning disable CA1308 // that is how package folders are named
        string place = Path.Join(name.ToLowerInvariant(), VersionOf(name).ToLowerInvariant());
#pragma warning restore CA1308
        return folders.Select(folder => Path.Join(folder, place)).FirstOrDefault(Directory.Exists)
            ?? throw new BuildException(
                $"the package {name} {VersionOf(name)} is not in {string.Join(" or ", folders)}: restore the solution");
    }
}
