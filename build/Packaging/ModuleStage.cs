using PedOS.Build.Tools;

namespace PedOS.Build.Packaging;

/// <summary>Lays the PowerShell module out as it is shipped: <c>out/PedOSTools/VERSION/</c>.</summary>
public sealed class ModuleStage(Workspace workspace)
{
    // What is shipped, and nothing else: a missing one fails the build.
    private static readonly string[] Assemblies =
        ["PedOS.Tools.Contracts.dll", "PedOS.Tools.Engine.dll", "PedOS.Tools.Cmdlets.dll"];

    // No .psm1 and no .ps1xml: to the execution policy of a Windows client, which runs no scripts, they are scripts.
    private static readonly string[] Extensions = [".xml", ".txt", ".ps1"];

    /// <summary>Lays it out anew.</summary>
    /// <returns>Its folder.</returns>
    /// <exception cref="BuildException">Something that is shipped has not been built.</exception>
    public string Lay()
    {
        string folder = workspace.At("out", "PedOSTools", ProductVersion.Read(workspace));
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        File.Copy(workspace.At(ProductVersion.Manifest), Path.Join(folder, ProductVersion.Manifest));
        string module = workspace.At("module");
        foreach (string file in Directory.EnumerateFiles(module, "*", SearchOption.AllDirectories))
        {
            if (Extensions.Contains(Path.GetExtension(file), StringComparer.Ordinal))
            {
                string target = Path.Join(folder, Path.GetRelativePath(module, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }
        }

        foreach (string assembly in Assemblies)
        {
            string built = workspace.At(
                "cmdlets", "PedOS.Tools.Cmdlets", "bin", "Release", "netstandard2.0", assembly);
            if (!File.Exists(built))
            {
                throw new BuildException($"{built} is missing: build the solution first");
            }

            File.Copy(built, Path.Join(folder, assembly));
        }

        return folder;
    }
}
