using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine.Books;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Product;
using PedOS.Tools.Engine.Resources;

namespace PedOS.Tools.Engine.Plans;

/// <summary>The plans that people ask for, with what they leave to the product filled in.</summary>
/// <param name="planner">Makes the plans.</param>
/// <param name="receipt">What is installed; null for nothing.</param>
/// <param name="package">The package.</param>
public sealed class SetupPlans(Planner planner, Receipt? receipt, FolderPackage package)
{
    /// <summary>Adds components, or what is usual.</summary>
    /// <param name="components">Names; none for what is usual.</param>
    /// <param name="options">Other choices.</param>
    public Plan Install(IReadOnlyCollection<string> components, ProductOptions options) => Plan(
        components.Count > 0 ? components : Usual(options), options);

    /// <summary>Makes what is installed whole again.</summary>
    /// <exception cref="SetupException">Nothing is installed, or the package has another version.</exception>
    public Plan Repair() =>
        Present().Version == package.List.Version
            ? Plan([], new())
            : throw new SetupException(
                SetupError.InvalidArgument,
                $"version {Present().Version} is installed, and the package has {package.List.Version}",
                "Repair with a package of the installed version, or update.");

    /// <summary>
    /// Makes whole what the Windows Installer takes for installed. Our part may have been interrupted and put back
    /// since: then what is usual is installed.
    /// </summary>
    /// <exception cref="SetupException">The package has another version.</exception>
    public Plan RepairOrInstall() => receipt is null ? Install([], new()) : Repair();

    /// <summary>Replaces what is installed by the version of the package.</summary>
    /// <exception cref="SetupException">Nothing is installed, or something newer is.</exception>
    public Plan Update()
    {
        _ = Present();
        return Plan([], new());
    }

    /// <summary>Names of what is installed when nobody chooses.</summary>
    /// <param name="options">Other choices.</param>
    public IReadOnlyCollection<string> Usual(ProductOptions options) =>
        [.. ComponentCatalog.All
            .Where(c => !(options.AdoptsDrivers || receipt?.AdoptedDrivers.Any() is true)
                || !ComponentCatalog.Drivers.Contains(c))
            .Where(c => c.Default is ComponentDefault.Required or ComponentDefault.On
                || (c.Default == ComponentDefault.OnInTemplates && options.IsTemplate))
            .Where(c => c.Default == ComponentDefault.Required || !c.NeedsFiles || package.List.Has(c.Name))
            .Select(static c => c.Name)];

    private Plan Plan(IReadOnlyCollection<string> components, ProductOptions options) =>
        planner.Install(package.List, package, components, Installed(options)).From(package.Origin, receipt?.Origin);

    private Receipt Present() => receipt ?? throw new SetupException(
        SetupError.NotInstalled, "PedOS Windows Tools are not installed there", "Install them first.");

    // What was chosen before stays chosen, unless it is chosen anew.
    private ProductOptions Installed(ProductOptions chosen)
    {
        Resource[] resources = [.. (receipt?.Entries ?? []).Select(static e => e.Resource)];
        string? account = resources.FirstOrDefault(static r => r.Kind == ResourceKinds.AutomaticLogon
            && r.Name.EndsWith("DefaultUserName", StringComparison.OrdinalIgnoreCase))?.Desired["is"];
        return new(
            chosen.IsTemplate || resources.Any(static r => r.Kind == ResourceKinds.Power),
            chosen.LogonAccount ?? account,
            chosen.AdoptsDrivers);
    }
}
