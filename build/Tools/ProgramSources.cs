using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace PedOS.Build.Tools;

/// <summary>What a program is made from: as long as none of it changes, publishing it again gives the same.</summary>
public sealed class ProgramSources(Workspace workspace)
{
    private static readonly string[] Made = ["bin", "obj"];

    private static readonly string[] Shared =
    [
        "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "global.json",
        "PedOSTools.psd1",
    ];

    // What stands in them without belonging to a project is read by many: properties, targets, linked sources.
    private static readonly string[] Rooms = ["agents", "cmdlets"];

    private static readonly string[] SharedFolders = ["agents/native", "module/services"];

    /// <summary>A hash of all of it, and of the runtime that is compiled in.</summary>
    /// <param name="project">The project file of the program.</param>
    /// <param name="runtime">What it is made for.</param>
    /// <exception cref="BuildException">It has not been restored.</exception>
    public string HashOf(string project, string runtime)
    {
        IEnumerable<string> files = Shared.Select(file => workspace.At(file)).Where(File.Exists)
            .Concat(SharedFolders.Select(folder => workspace.At(folder)).Where(Directory.Exists).SelectMany(FilesBelow))
            .Concat(Rooms.Select(r => workspace.At(r)).Where(Directory.Exists).SelectMany(Directory.EnumerateFiles))
            .Concat(FoldersOf(Path.GetFullPath(project)).SelectMany(FilesBelow));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{runtime} {Environment.Version}\n"));
        foreach (string file in files.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            string name = Path.GetRelativePath(workspace.Root, file);
            hash.AppendData(Encoding.UTF8.GetBytes($"{name} {FileHash.Of(file)}\n"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // Its own and those of all that it references, as the restore wrote them down.
    private static IEnumerable<string> FoldersOf(string project)
    {
        string folder = Path.GetDirectoryName(project)!;
        string assets = Path.Join(folder, "obj", "project.assets.json");
        if (!File.Exists(assets))
        {
            throw new BuildException($"{assets} is missing: restore the solution first (./build.sh build)");
        }

        using var document = JsonDocument.Parse(File.ReadAllBytes(assets));
        string[] referenced = [.. document.RootElement.GetProperty("libraries").EnumerateObject()
            .Where(static library => library.Value.GetProperty("type").GetString() == "project")
            .Select(static library => library.Value.GetProperty("msbuildProject").GetString()!)
            .Select(path => Path.GetDirectoryName(Path.GetFullPath(path, folder))!)];
        return [folder, .. referenced];
    }

    private static IEnumerable<string> FilesBelow(string folder) =>
        Directory.EnumerateFiles(folder).Concat(Directory.EnumerateDirectories(folder)
            .Where(static child => !Made.Contains(Path.GetFileName(child), StringComparer.Ordinal))
            .SelectMany(FilesBelow));
}
