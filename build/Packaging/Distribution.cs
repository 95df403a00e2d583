using PedOS.Build.Drivers;
using PedOS.Build.Signing;
using PedOS.Build.Tools;

namespace PedOS.Build.Packaging;

/// <summary>What is handed out, made from what has been built: <c>out/package/</c> and <c>out/dist/</c>.</summary>
/// <param name="workspace">The tree.</param>
/// <param name="date">The time that everything carries.</param>
/// <param name="signing">Signs it, when that is asked for.</param>
/// <param name="drivers">The drivers that go in.</param>
public sealed class Distribution(Workspace workspace, DateTimeOffset date, CodeSigning signing, DriverSet drivers)
{
    /// <summary>What the names of its files begin with.</summary>
    public const string Name = "pedos-windows-tools";

    private IReadOnlyList<PackageFile> _files = [];

    /// <summary>Version of the product.</summary>
    public string Version { get; } = ProductVersion.Read(workspace);

    /// <summary>Lays out the package folder, and makes the module's archive, its hashes and the bill.</summary>
    /// <param name="programs">Names of the programs that have to be there.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BuildException">Something is missing or belongs nowhere.</exception>
    public async Task LayOutAsync(IReadOnlyCollection<string> programs, CancellationToken cancellationToken)
    {
        if (Directory.Exists(workspace.Distribution))
        {
            Directory.Delete(workspace.Distribution, recursive: true);
        }

        Directory.CreateDirectory(workspace.Distribution);
        string module = new ModuleStage(workspace).Lay();
        await signing.SignFolderAsync(module, cancellationToken);
        drivers.Prepare();
        _files = new PackageContents(workspace, programs).Find(module, drivers);
        var folder = new PackageFolder(workspace.Package);
        folder.Copy(_files);

        // Signatures are part of the files, so they come before the hashes; the list's own comes last.
        await signing.SignFolderAsync(Path.Join(workspace.Package, "bin"), cancellationToken);
        await drivers.SignAsync(signing, workspace.Package, cancellationToken);
        folder.WriteList(Version, _files, drivers);
        await signing.SignListAsync(workspace.Package, cancellationToken);
        await WriteModuleAsync(module, cancellationToken);
        new SoftwareBill(Version, date).Write(
            At($"{Name}-{Version}.cdx.json"),
            workspace.Package,
            _files,
            BuildParts.Read(workspace.At("agents", "setup", "obj", "project.assets.json")),
            drivers);
    }

    /// <summary>Makes the MSI.</summary>
    /// <exception cref="BuildException">It cannot be made.</exception>
    public async Task WriteInstallerAsync(CancellationToken cancellationToken)
    {
        var package = new InstallerPackage(workspace, Version, date, signing);
        string path = At(package.FileName);
        await package.WriteAsync(path, _files, cancellationToken);
        await signing.SignFileAsync(path, cancellationToken);
    }

    /// <summary>Makes the image of a CD, and the package that brings it to dom0.</summary>
    /// <exception cref="BuildException">One cannot be made.</exception>
    public async Task WriteImageAsync(CancellationToken cancellationToken)
    {
        string image = At($"{Name}-{Version}.iso");
        string[] beside = [At($"{Name}-{Version}.cdx.json"), At($"{Name}-{Version}.msi")];
        await new IsoImage(workspace, date).WriteAsync(
            image, [.. beside.Where(File.Exists)], cancellationToken);
        var package = new RpmPackage(workspace, Version, date);
        await package.WriteAsync(At(package.FileName), image, cancellationToken);
    }

    /// <summary>Writes the hashes of all that is handed out.</summary>
    public Task CloseAsync(CancellationToken cancellationToken) => Task.Run(
        () => HashList.Write(At(HashList.FileName), workspace.Distribution), cancellationToken);

    private async Task WriteModuleAsync(string module, CancellationToken cancellationToken)
    {
        ModuleManifest manifest = ModuleManifest.Read(
            await File.ReadAllTextAsync(workspace.At(ProductVersion.Manifest), cancellationToken));
        var archive = new ModuleArchive(module, manifest, date);
        archive.Write(At(archive.FileName));
        HashList.Write(At($"{ModuleArchive.Id}.{Version}.sha256"), module);
    }

    private string At(string name) => Path.Join(workspace.Distribution, name);
}
