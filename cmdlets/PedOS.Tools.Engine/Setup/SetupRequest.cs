using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Product;

namespace PedOS.Tools.Engine.Setup;

/// <summary>What is to be done to the tools of a machine; made by the methods named like it.</summary>
public sealed record SetupRequest
{
    private SetupRequest(PlanKind kind) => Kind = kind;

    /// <summary>What for. An installation over another version is planned as an update.</summary>
    public PlanKind Kind { get; }

    /// <summary>Components; empty for what is usual, and for uninstalling everything.</summary>
    public IReadOnlyList<string> Components { get; private init; } = [];

    /// <summary>Whose packages are taken; null for what needs no package.</summary>
    public PackageTrust? Trust { get; private init; }

    internal ProductOptions Options { get; private init; } = new();

    internal bool KeepsProfiles { get; private init; }

    internal bool InstallsWhatIsGone { get; private init; }

    /// <summary>Adds components, or replaces what is installed by the version of the package.</summary>
    /// <param name="components">Names; none for what is usual.</param>
    /// <param name="options">Other choices.</param>
    /// <param name="trust">Whose packages are taken.</param>
    public static SetupRequest Install(
        IReadOnlyList<string> components, ProductOptions options, PackageTrust trust) =>
        new(PlanKind.Install) { Components = components, Options = options, Trust = trust };

    /// <summary>Replaces what is installed by the version of the package.</summary>
    /// <param name="trust">Whose packages are taken.</param>
    public static SetupRequest Update(PackageTrust trust) => new(PlanKind.Update) { Trust = trust };

    /// <summary>Makes what is installed whole again.</summary>
    /// <param name="trust">Whose packages are taken.</param>
    /// <param name="installsWhatIsGone">
    /// Installs what is usual when nothing is installed: the Windows Installer repairs what it takes for installed.
    /// </param>
    public static SetupRequest Repair(PackageTrust trust, bool installsWhatIsGone = false) =>
        new(PlanKind.Repair) { Trust = trust, InstallsWhatIsGone = installsWhatIsGone };

    /// <summary>Removes components, or everything.</summary>
    /// <param name="components">Names of what is to go, and with it what needs it; none for everything.</param>
    /// <param name="keepsProfiles">Whether profiles that were moved stay where they are.</param>
    public static SetupRequest Uninstall(IReadOnlyList<string> components, bool keepsProfiles = false) =>
        new(PlanKind.Uninstall) { Components = components, KeepsProfiles = keepsProfiles };
}
