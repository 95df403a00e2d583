using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine.Product;

namespace PedOS.Tools.Engine.Setup;

/// <summary>
/// What somebody has chosen of an offer. It begins with what is usual and what is installed, and is always one that can
/// be installed as it is: with a component comes what it needs, and without it goes what needs it.
/// </summary>
public sealed class ComponentSelection
{
    private readonly InstallationOffer _offer;
    private readonly HashSet<string> _chosen;

    /// <summary>What is installed when nobody chooses.</summary>
    /// <param name="offer">What there is.</param>
    public ComponentSelection(InstallationOffer offer)
        : this(
            offer,
            offer.Components.Where(static c => c.IsUsual || c.IsInstalled).Select(static c => c.Component.Name))
    {
    }

    private ComponentSelection(InstallationOffer offer, IEnumerable<string> chosen)
    {
        _offer = offer;
        _chosen = new(chosen, StringComparer.Ordinal);
    }

    /// <summary>Names of what is chosen, in the order of installation.</summary>
    public IReadOnlyList<string> Chosen =>
        [.. _offer.Components.Select(static c => c.Component.Name).Where(_chosen.Contains)];

    /// <summary>Whether a component is chosen.</summary>
    public bool Has(string name) => _chosen.Contains(name);

    /// <summary>Why a component stays as it is; "" when it can be changed.</summary>
    /// <param name="name">Its name.</param>
    public string FindReason(string name)
    {
        OfferedComponent offered = Find(name);
        if (!Has(name))
        {
            OfferedComponent? missing = ComponentCatalog.WithNeeded([name])
                .Select(c => Find(c.Name))
                .FirstOrDefault(static c => !c.IsAvailable);
            return missing is null ? "" : $"the package has no component {missing.Component.Name}";
        }

        OfferedComponent? kept = WithDependents(name).Select(Find).FirstOrDefault(static c => c.IsInstalled);
        return offered.Component.Default == ComponentDefault.Required ? $"all others need {name}"
            : offered.IsInstalled ? $"{name} is installed: setup uninstall --component {name} removes it"
            : kept is null ? ""
            : $"{kept.Component.Name} is installed, and needs {name}";
    }

    /// <summary>The same with a component chosen that is not, or the other way round.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The same selection when there is a reason against it.</returns>
    public ComponentSelection Change(string name) =>
        FindReason(name).Length > 0 ? this
        : Has(name) ? new(_offer, _chosen.Except(WithDependents(name)))
        : new(_offer, _chosen.Concat(ComponentCatalog.WithNeeded([name]).Select(static c => c.Name)));

    // Each comes after those it needs: one pass finds all.
    private HashSet<string> WithDependents(string name)
    {
        HashSet<string> found = [name];
        foreach (Component component in _offer.Components.Select(static c => c.Component))
        {
            if (_chosen.Contains(component.Name) && component.Needs.Any(found.Contains))
            {
                found.Add(component.Name);
            }
        }

        return found;
    }

    private OfferedComponent Find(string name) => _offer.Components.First(c => c.Component.Name == name);
}
