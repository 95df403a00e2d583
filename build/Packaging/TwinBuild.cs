using PedOS.Build.Tools;

namespace PedOS.Build.Packaging;

/// <summary>Builds the module from two copies of the sources in different places and compares what comes out.</summary>
/// <param name="workspace">The tree.</param>
public sealed class TwinBuild(Workspace workspace)
{
    private static readonly string[] Folders = ["cmdlets", "module"];

    private static readonly string[] Files =
    [
        ".editorconfig", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props",
        "PedOSTools.psd1", "global.json",
    ];

    /// <summary>Builds and compares the staged module and its archive.</summary>
    /// <param name="one">An empty folder.</param>
    /// <param name="other">Another one.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What differs; nothing when all is equal.</returns>
    /// <exception cref="BuildException">A copy does not build.</exception>
    public async Task<IReadOnlyList<string>> CompareAsync(
        string one, string other, CancellationToken cancellationToken)
    {
        DateTimeOffset date = await SourceDate.FindAsync(workspace, cancellationToken);
        return FolderComparison.Differences(
            await BuildAsync(one, date, cancellationToken), await BuildAsync(other, date, cancellationToken));
    }

    private async Task<string> BuildAsync(string root, DateTimeOffset date, CancellationToken cancellationToken)
    {
        foreach (string file in Files.Concat(Folders.SelectMany(SourcesIn)))
        {
            string copy = Path.Join(root, file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(workspace.At(file), copy);
        }

        var twin = new Workspace(root);
        string project = twin.At("cmdlets", "PedOS.Tools.Cmdlets", "PedOS.Tools.Cmdlets.csproj");

        // The tree itself has been analysed; what is compared is the same without, and takes a third of the time.
        await new DotNet(twin).RunAsync(
            "build",
            [
                "build", project, "-c", "Release", "-nodeReuse:false", "-v", "quiet", "-nologo",
                "-p:RunAnalyzers=false",
            ],
            cancellationToken);
        string module = new ModuleStage(twin).Lay();
        ModuleManifest manifest = ModuleManifest.Read(
            await File.ReadAllTextAsync(twin.At(ProductVersion.Manifest), cancellationToken));
        var archive = new ModuleArchive(module, manifest, date);
        archive.Write(Path.Join(twin.Out, archive.FileName));
        return twin.Out;
    }

    private IEnumerable<string> SourcesIn(string folder) =>
        Directory.EnumerateFiles(workspace.At(folder), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(workspace.Root, file))
            .Where(static file => !file.Split(Path.DirectorySeparatorChar).Any(static p => p is "bin" or "obj"));
}
