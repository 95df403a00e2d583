namespace PedOS.Tools.Engine.Packages;

/// <summary>No package: enough to uninstall, undo and look.</summary>
public sealed class NoPackage : IPackage
{
    /// <summary>The only one.</summary>
    public static NoPackage Instance { get; } = new();

    /// <inheritdoc/>
    public Stream Open(string source) => throw new SetupException(
        SetupError.DamagedPackage, $"{source} is needed from the package", "Name the folder of the package.");
}
