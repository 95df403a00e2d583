using PedOS.Build.Drivers;
using PedOS.Build.Tools;
using PedOS.Tools.Contracts.Product;

namespace PedOS.Build.Packaging;

/// <summary>Finds everything that is shipped, and refuses what is missing or belongs nowhere.</summary>
/// <param name="workspace">The tree.</param>
/// <param name="programs">Names of the programs that have to be there.</param>
public sealed class PackageContents(Workspace workspace, IReadOnlyCollection<string> programs)
{
    // Written beside the programs, for whoever debugs them; not shipped.
    private static readonly string[] Symbols = [".pdb", ".map", ".dbg"];

    /// <summary>The files, in the order of their paths.</summary>
    /// <param name="module">Folder of the staged module, named like its version.</param>
    /// <param name="drivers">The drivers.</param>
    /// <exception cref="BuildException">A file is missing, or is one that no component has.</exception>
    public IReadOnlyList<PackageFile> Find(string module, DriverSet drivers)
    {
        ArgumentNullException.ThrowIfNull(drivers);
        PackageFile[] services = [.. Services()];
        PackageFile[] files =
        [
            .. Programs(services),
            .. services,
            .. Module(module),
            .. drivers.Files,
            new("LICENSE.txt", ComponentNames.Shared, workspace.At("LICENSE")),
        ];
        return [.. files.OrderBy(static f => f.Path, StringComparer.Ordinal)];
    }

    private IEnumerable<PackageFile> Programs(PackageFile[] services)
    {
        string folder = workspace.WindowsPrograms;
        HashSet<string> missing = new(programs, StringComparer.Ordinal);
        foreach (string file in FilesOf(folder))
        {
            string name = Path.GetRelativePath(folder, file);
            string path = name.Replace(Path.DirectorySeparatorChar, '/');
            if (Symbols.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase)
                || services.Any(s => s.Path == path))
            {
                continue;
            }

            string program = Path.GetFileNameWithoutExtension(name);
            if (name != program + ".exe" || ProductPrograms.Find(program) is not { } row)
            {
                throw new BuildException(
                    $"{file} belongs to no component: delete the folder and publish again, or name it in "
                    + nameof(ProductPrograms));
            }

            missing.Remove(program);
            yield return new PackageFile("bin/" + name, row.Component, file);
        }

        if (missing.Count > 0)
        {
            throw new BuildException(
                $"{folder} has no {string.Join(" and no ", missing.Order(StringComparer.Ordinal).Select(
                    static p => p + ".exe"))}: publish first");
        }
    }

    private IEnumerable<PackageFile> Services()
    {
        string folder = workspace.At("module", "services");
        foreach (string file in FilesOf(folder))
        {
            string[] parts = Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar);
            yield return parts switch
            {
                [var name] when IsService(name) => new("qubes-rpc/" + name, ComponentNames.Agent, file),
                ["rpc-config", var name] when IsService(name) =>
                    new("rpc-config/" + name, ComponentNames.Agent, file),
                _ => throw new BuildException($"{file} is no service: definitions are named qubes.NAME"),
            };
        }
    }

    private static IEnumerable<PackageFile> Module(string folder)
    {
        string version = Path.GetFileName(folder);
        foreach (string file in FilesOf(folder))
        {
            string name = Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/');
            yield return new PackageFile($"module/PedOSTools/{version}/{name}", ComponentNames.Shared, file);
        }
    }

    private static bool IsService(string name) => name.StartsWith("qubes.", StringComparison.Ordinal);

    private static IEnumerable<string> FilesOf(string folder) =>
        Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            : throw new BuildException($"{folder} is missing: build and publish first");
}
