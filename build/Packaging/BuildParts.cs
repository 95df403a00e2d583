using System.Text.Json;
using System.Xml.Linq;
using PedOS.Build.Tools;

namespace PedOS.Build.Packaging;

/// <summary>Finds what the runtime and the compiler add to the Windows programs.</summary>
public static class BuildParts
{
    private const string Target = "win-x64";
    private const string Runtime = "Microsoft.NETCore.App.Runtime." + Target;
    private const string NativeRuntime = "Microsoft.NETCore.App.Runtime.NativeAOT." + Target;

    /// <summary>Reads it from what the restore of a program wrote.</summary>
    /// <param name="assets">Its <c>project.assets.json</c>.</param>
    /// <exception cref="BuildException">The file is missing, or a package of it is.</exception>
    public static IReadOnlyList<BuildPart> Read(string assets)
    {
        if (!File.Exists(assets))
        {
            throw new BuildException($"{assets} is missing: build the solution first");
        }

        using var document = JsonDocument.Parse(File.ReadAllBytes(assets));
        JsonElement root = document.RootElement;
        string[] folders = [.. root.GetProperty("packageFolders").EnumerateObject().Select(static f => f.Name)];
        IEnumerable<(string Name, string Version)> downloads = root
            .GetProperty("project").GetProperty("frameworks").EnumerateObject()
            .SelectMany(static f => f.Value.TryGetProperty("downloadDependencies", out JsonElement d)
                ? d.EnumerateArray().ToArray()
                : [])
            .Select(static d => (d.GetProperty("name").GetString()!, Exact(d.GetProperty("version").GetString()!)));
        IEnumerable<(string Name, string Version)> libraries = root
            .GetProperty("libraries").EnumerateObject()
            .Where(static l => l.Value.GetProperty("type").GetString() == "package")
            .Select(static l => l.Name.Split('/'))
            .Select(static name => (name[0], name[1]));
        (string Name, string Version)[] found =
            [.. downloads.Concat(libraries).Distinct().Where(static p => IsCompiledIn(p.Name))];

        // Native programs have a runtime of their own; the usual one is only restored with it.
        bool isNative = found.Any(static p => p.Name == NativeRuntime);
        return [.. found
            .Where(p => !isNative || p.Name != Runtime)
            .OrderBy(static p => p.Name, StringComparer.Ordinal)
            .Select(p => Describe(folders, p.Name, p.Version))];
    }

    /// <summary>Whether code of a package ends up in the Windows programs.</summary>
    public static bool IsCompiledIn(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name is "Microsoft.DotNet.ILCompiler" or Runtime or NativeRuntime or "System.IO.Hashing"
            || (name.Contains(Target, StringComparison.Ordinal)
                && name.EndsWith(".ILCompiler", StringComparison.Ordinal));
    }

    // "[10.0.12, 10.0.12]" is how exactly one version is written.
    private static string Exact(string range) => range.Trim('[', ']').Split(',')[0].Trim();

    private static BuildPart Describe(string[] folders, string name, string version)
    {
        // The cache of the registry has lower-case folders on every system.
#pragma warning disable CA1308
        string[] at = [name.ToLowerInvariant(), version.ToLowerInvariant()];
#pragma warning restore CA1308
        string folder = folders.Select(f => Path.Join(f, at[0], at[1])).FirstOrDefault(Directory.Exists)
            ?? throw new BuildException($"package {name} {version} is not there: restore the solution first");
        XElement? licence = XDocument.Load(Path.Join(folder, at[0] + ".nuspec"))
            .Descendants()
            .FirstOrDefault(static e => e.Name.LocalName == "license" && (string?)e.Attribute("type") == "expression");
        string hash = Path.Join(folder, $"{at[0]}.{at[1]}.nupkg.sha512");
        return new BuildPart(
            name,
            version,
            licence?.Value ?? throw new BuildException($"package {name} {version} does not state its licence"),
            File.Exists(hash) ? File.ReadAllText(hash).Trim() : null);
    }
}
