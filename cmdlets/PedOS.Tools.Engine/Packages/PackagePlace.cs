namespace PedOS.Tools.Engine.Packages;

/// <summary>Where the package is that files come from: the folder that was named, or a usual one.</summary>
/// <param name="named">Folder that was named; null for none.</param>
/// <param name="usual">Folders that are looked into when none was named; the first one with a package is taken.</param>
/// <param name="option">How the caller names a folder, for the remedy: an option or parameter.</param>
public sealed class PackagePlace(string? named, IReadOnlyList<string> usual, string option)
{
    /// <summary>Opens the package.</summary>
    /// <param name="trust">Whose packages are taken.</param>
    /// <exception cref="SetupException">There is none, or it may not be installed.</exception>
    public FolderPackage Open(PackageTrust trust) => TryOpen(trust) ?? throw new SetupException(
        SetupError.DamagedPackage,
        $"there is no package at {usual[0]}",
        $"Name the folder of the package with {option}.");

    /// <summary>Opens the package; null when none was named and none is in the usual places.</summary>
    /// <param name="trust">Whose packages are taken.</param>
    /// <exception cref="SetupException">None is where it was named, or it may not be installed.</exception>
    public FolderPackage? TryOpen(PackageTrust trust) =>
        (named ?? usual.FirstOrDefault(static folder => File.Exists(Path.Combine(folder, PackageList.FileName))))
            is { } folder
            ? FolderPackage.Load(folder, trust)
            : null;
}
