namespace PedOS.Tools.Engine.Product;

/// <summary>All components, and which go together.</summary>
public static class ComponentCatalog
{
    /// <summary>In the order of installation: each after those it needs.</summary>
    public static IReadOnlyList<Component> All { get; } =
    [
        new(
            ComponentNames.Shared,
            "Shared files",
            "The setup program, settings and event sources that everything else needs.",
            ComponentDefault.Required,
            true),
        new(
            ComponentNames.XenBase,
            "Xen base drivers",
            "The Xen bus and its interface for programs. Without them the services find no way to dom0.",
            ComponentDefault.On,
            true,
            ComponentNames.Shared),
        new(
            ComponentNames.XenDisk,
            "Xen disk driver",
            "Faster disks. Off by default: a disk driver that fails keeps Windows from starting.",
            ComponentDefault.Off,
            true,
            ComponentNames.XenBase),
        new(
            ComponentNames.XenNetwork,
            "Xen network drivers",
            "Faster network, and adapters that come and go while Windows runs.",
            ComponentDefault.On,
            true,
            ComponentNames.XenBase),
        new(
            ComponentNames.Agent,
            "Core agent",
            "Calls from and to dom0 and other machines, the configuration database, the network's settings.",
            ComponentDefault.On,
            true,
            ComponentNames.Shared),
        new(
            ComponentNames.MoveProfiles,
            "Profiles on the private disk",
            "Moves the users' profiles to the private disk at the next start, so that machines made from a template " +
            "keep their users' files.",
            ComponentDefault.OnInTemplates,
            true,
            ComponentNames.Agent),
        new(
            ComponentNames.Gui,
            "GUI agent",
            "Shows the windows of this machine on the trusted desktop.",
            ComponentDefault.On,
            true,
            ComponentNames.Agent),
        new(
            ComponentNames.DisableUac,
            "User account control off",
            "Programs of administrators get all rights without asking. Off by default: it removes a barrier inside " +
            "the machine, and Store apps of the built-in administrator stop working.",
            ComponentDefault.Off,
            false,
            ComponentNames.Shared),
        new(
            ComponentNames.AutomaticLogon,
            "Automatic logon",
            "Logs a user on when Windows starts, with a new random password that nobody knows. Off by default: files " +
            "encrypted with EFS and stored credentials of that user are lost, and the old password does not come back.",
            ComponentDefault.Off,
            false,
            ComponentNames.Shared),
    ];

    /// <summary>Those that are drivers.</summary>
    public static IReadOnlyList<Component> Drivers { get; } =
        [.. All.Where(static c =>
            c.Name is ComponentNames.XenBase or ComponentNames.XenDisk or ComponentNames.XenNetwork)];

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
