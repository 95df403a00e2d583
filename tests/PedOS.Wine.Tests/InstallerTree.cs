using PedOS.Build.Drivers;
using PedOS.Build.Packaging;
using PedOS.Build.Signing;
using PedOS.Build.Tools;
using PedOS.TestKit.Programs;

namespace PedOS.Wine.Tests;

/// <summary>Makes MSIs of any version from the published programs.</summary>
public sealed class InstallerTree : IDisposable
{
    private static readonly DateTimeOffset Date = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly TestDirectory _directory = new();

    /// <summary>A program of the next packages that is another one, as in a newer version; null for none.</summary>
    public string? Newer { get; set; }

    /// <summary>Makes one, at a path that is not simple.</summary>
    /// <param name="version">Its version.</param>
    /// <param name="text">Content of a file of the module.</param>
    /// <param name="damaged">A file of the package that is not what the list says.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The path for Windows programs.</returns>
    public async Task<string> MakeAsync(
        string version, string text, string? damaged, CancellationToken cancellationToken)
    {
        string root = ProgramsPlace.FindRepositoryRoot();
        string tree = _directory.MakeDirectory($"{version} {text} {damaged?.Length}");
        foreach (string file in Directory.EnumerateFiles(
            Environment.GetEnvironmentVariable("PEDOS_BIN_WIN")!, "*.exe"))
        {
            Copy(file, Path.Join(tree, "out", "win-x64", Path.GetFileName(file)));
        }

        if (Newer is not null)
        {
            // Behind its end; it runs as before.
            await File.AppendAllTextAsync(Path.Join(tree, "out", "win-x64", Newer), version, cancellationToken);
        }

        foreach (string file in Directory.EnumerateFiles(
            Path.Join(root, "module"), "*", SearchOption.AllDirectories))
        {
            Copy(file, Path.Join(tree, "module", Path.GetRelativePath(Path.Join(root, "module"), file)));
        }

        Copy(Path.Join(root, "LICENSE"), Path.Join(tree, "LICENSE"));
        string module = Path.Join(tree, "out", "PedOSTools", version);
        Directory.CreateDirectory(module);
        await File.WriteAllTextAsync(Path.Join(module, "PedOSTools.psm1"), text, cancellationToken);
        Workspace workspace = new(tree);
        IReadOnlyList<PackageFile> files = new PackageContents(workspace, ["setup"]).Find(module, DriverSet.None);
        PackageFolder folder = new(workspace.Package);
        folder.Copy(files);
        folder.WriteList(version, files, DriverSet.None);
        if (damaged is not null)
        {
            await File.AppendAllTextAsync(Path.Join(workspace.Package, damaged), "damaged", cancellationToken);
        }

        string path = Path.Join(tree, $"tools {version} ö ığ 日本.msi");
        CodeSigning unsigned = new(workspace, new SigningSettings { Kind = "none" });
        await new InstallerPackage(workspace, version, Date, unsigned).WriteAsync(path, files, cancellationToken);
        return WinePath.Of(path);
    }

    /// <summary>The setup program of the package that an MSI was made from.</summary>
    /// <param name="msi">What <see cref="MakeAsync"/> returned.</param>
    public static string SetupOf(string msi) => msi[..msi.LastIndexOf('\\')] + @"\out\package\bin\setup.exe";

    /// <inheritdoc/>
    public void Dispose() => _directory.Dispose();

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Copy(from, to);
    }
}
