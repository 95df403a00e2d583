using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Packages;

namespace PedOS.Setup;

/// <summary>Finds the package to install from.</summary>
internal static class PackagePlace
{
    /// <summary>Opens the package that was named, or the one this program belongs to.</summary>
    /// <param name="source">Folder; null for that of this program or the one above.</param>
    /// <param name="trust">Whose packages are taken.</param>
    /// <exception cref="SetupException">There is none, or it may not be installed.</exception>
    public static FolderPackage Open(string? source, PackageTrust trust) =>
        FolderPackage.Load(source ?? Own(), trust);

    private static string Own()
    {
        string folder = AppContext.BaseDirectory;
        string? above = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(folder));
        return new[] { folder, above }
            .OfType<string>()
            .FirstOrDefault(static f => File.Exists(Path.Join(f, PackageList.FileName)))
            ?? throw new SetupException(
                SetupError.DamagedPackage,
                $"there is no package at {folder}",
                "Name the folder of the package with --source.");
    }
}
