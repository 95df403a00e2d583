namespace PedOS.Tools.Engine.Packages;

/// <summary>The files that can be installed.</summary>
public interface IPackage
{
    /// <summary>Opens a file of the package.</summary>
    /// <param name="source">Its path in the package, parts separated by slashes.</param>
    /// <exception cref="SetupException">It is not there (<see cref="SetupError.DamagedPackage"/>).</exception>
    Stream Open(string source);
}
