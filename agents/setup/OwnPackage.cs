using PedOS.Tools.Engine.Packages;

namespace PedOS.Setup;

/// <summary>The package that this program belongs to, unless another one is named.</summary>
internal static class OwnPackage
{
    /// <summary>Where it is: in the folder of this program, or the one above.</summary>
    /// <param name="source">Folder that was named; null for none.</param>
    public static PackagePlace Place(string? source)
    {
        string folder = AppContext.BaseDirectory;
        string? above = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(folder));
        return new PackagePlace(source, above is null ? [folder] : [folder, above], "--source");
    }
}
