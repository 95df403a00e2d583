using PedOS.Build.Tools;

namespace PedOS.Build.Packaging;

/// <summary>The package for dom0, which carries the image to where machines are given it as a CD.</summary>
/// <param name="workspace">The tree.</param>
/// <param name="version">Version of the product.</param>
/// <param name="date">The time it carries.</param>
public sealed class RpmPackage(Workspace workspace, string version, DateTimeOffset date)
{
    /// <summary>Name of the file.</summary>
    public string FileName => $"{Distribution.Name}-{version}-1.noarch.rpm";

    /// <summary>Writes the package.</summary>
    /// <param name="path">Where.</param>
    /// <param name="image">The ISO image.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BuildException">It cannot be made.</exception>
    public async Task WriteAsync(string path, string image, CancellationToken cancellationToken)
    {
        // rpmbuild takes no path with blanks, and its folders must not leave a trace of where the tree is.
        DirectoryInfo top = Directory.CreateTempSubdirectory("pedos-rpm-");
        try
        {
            string At(string name) => Path.Join(top.FullName, name);
            File.Copy(image, At("image.iso"));
            File.Copy(workspace.At("LICENSE"), At("LICENSE"));
            File.Copy(workspace.At("module", "installer", Distribution.Name + ".spec"), At("package.spec"));
            var tool = new PackagingTool(workspace, date);
            await tool.RunAsync(
                "rpmbuild",
                [
                    "-bb", "--quiet", "--target", "noarch",
                    .. Define("_topdir", top.FullName),
                    .. Define("_rpmdir", top.FullName),
                    .. Define("_rpmfilename", "package.rpm"),
                    .. Define("tools_version", version),
                    .. Define("tools_image", At("image.iso")),
                    .. Define("tools_licence", At("LICENSE")),
                    .. Define("tools_date", tool.Seconds),
                    At("package.spec"),
                ],
                cancellationToken);
            File.Move(At("package.rpm"), path, overwrite: true);
        }
        finally
        {
            top.Delete(recursive: true);
        }
    }

    private static string[] Define(string name, string value) => ["--define", $"{name} {value}"];
}
