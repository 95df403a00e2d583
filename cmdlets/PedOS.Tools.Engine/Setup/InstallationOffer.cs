using PedOS.Tools.Engine.Packages;

namespace PedOS.Tools.Engine.Setup;

/// <summary>What an installation from a package could bring to a machine.</summary>
/// <param name="Version">Version of the package.</param>
/// <param name="InstalledVersion">Version that is installed; "" for none.</param>
/// <param name="Origin">Who made the package.</param>
/// <param name="Components">All components, in the order of installation.</param>
public sealed record InstallationOffer(
    string Version, string InstalledVersion, PackageOrigin Origin, IReadOnlyList<OfferedComponent> Components);
