using PedOS.Tools.Contracts.Product;

namespace PedOS.Tools.Engine.Product;

/// <summary>Which components of <see cref="ProductComponents"/> go together.</summary>
public static class ComponentCatalog
{
    /// <inheritdoc cref="ProductComponents.All"/>
    public static IReadOnlyList<Component> All => ProductComponents.All;

    /// <inheritdoc cref="ProductComponents.Drivers"/>
    public static IReadOnlyList<Component> Drivers => ProductComponents.Drivers;

    /// <summary>A component by name, in any case.</summary>
    /// <exception cref="SetupException">There is none (<see cref="SetupError.UnknownComponent"/>).</exception>
    public static Component Get(string name) =>
        All.FirstOrDefault(c => c.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new SetupException(
            SetupError.UnknownComponent,
            $"there is no component \"{name}\"",
            $"Choose from {string.Join(", ", All.Select(static c => c.Name))}.");

    /// <summary>A component that is a driver, by name in any case.</summary>
    /// <exception cref="SetupException">There is none (<see cref="SetupError.UnknownComponent"/>).</exception>
    public static Component GetDriver(string name) =>
        Drivers.FirstOrDefault(c => c.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new SetupException(
            SetupError.UnknownComponent,
            $"there is no driver component \"{name}\"",
            $"Choose from {string.Join(", ", Drivers.Select(static c => c.Name))}.");

    /// <summary>The named components and everything they need, in the order of installation.</summary>
    /// <exception cref="SetupException">One does not exist.</exception>
    public static IReadOnlyList<Component> WithNeeded(IEnumerable<string> names)
    {
        HashSet<string> wanted = [ComponentNames.Shared];
        Queue<Component> open = new(names.Select(Get));
        while (open.Count > 0)
        {
            Component component = open.Dequeue();
            if (wanted.Add(component.Name))
            {
                foreach (string needed in component.Needs)
                {
                    open.Enqueue(Get(needed));
                }
            }
        }

        return [.. All.Where(c => wanted.Contains(c.Name))];
    }

    /// <summary>What is left when components are removed: without those that need a removed one.</summary>
    /// <param name="installed">Names of what is installed.</param>
    /// <param name="removed">Names of what is to go.</param>
    /// <exception cref="SetupException">One does not exist, or is required.</exception>
    public static IReadOnlyList<Component> Without(IEnumerable<string> installed, IEnumerable<string> removed)
    {
        HashSet<string> gone = new(StringComparer.Ordinal);
        foreach (Component component in removed.Select(Get))
        {
            if (component.Default == ComponentDefault.Required)
            {
                throw new SetupException(
                    SetupError.ImpossibleSelection,
                    $"component {component.Name} cannot be removed alone: all others need it",
                    "Uninstall without naming components to remove everything.");
            }

            gone.Add(component.Name);
        }

        // The order of installation puts each component after those it needs: one pass finds all dependents.
        HashSet<string> there = new(installed, StringComparer.Ordinal);
        List<Component> left = [];
        foreach (Component component in All.Where(c => there.Contains(c.Name)))
        {
            if (gone.Contains(component.Name) || component.Needs.Any(gone.Contains))
            {
                gone.Add(component.Name);
            }
            else
            {
                left.Add(component);
            }
        }

        return left;
    }
}
