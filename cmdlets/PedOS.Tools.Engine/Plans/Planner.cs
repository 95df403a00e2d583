using System.Text;
using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine.Books;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Product;
using PedOS.Tools.Engine.Resources;

namespace PedOS.Tools.Engine.Plans;

/// <summary>Makes plans from what is wanted, what is installed and what is found. Changes nothing.</summary>
/// <param name="machine">The machine.</param>
/// <param name="receipt">What is installed; null for nothing.</param>
/// <param name="id">Name of the operation, see <see cref="PlanId"/>.</param>
public sealed class Planner(IMachine machine, Receipt? receipt, string id)
{
    /// <summary>Name of the service that does at the first start of an image what had to wait for it.</summary>
    public const string FirstStartService = "PedOSFirstStart";

    private readonly Dictionary<string, ReceiptEntry> _installed = (receipt?.Entries ?? [])
        .ToDictionary(static e => e.Resource.Id, StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds components, or replaces what is installed by the package's version.</summary>
    /// <param name="package">The package.</param>
    /// <param name="content">Its files.</param>
    /// <param name="components">Names of what is to be installed besides what is; all they need comes too.</param>
    /// <param name="options">Other choices.</param>
    /// <exception cref="SetupException">
    /// The selection is impossible, or a newer version is installed, or the same one with other files.
    /// </exception>
    public Plan Install(
        PackageList package, IPackage content, IEnumerable<string> components, ProductOptions options)
    {
        RequireOneVolume();
        Version wanted = System.Version.Parse(package.Version);
        Version? present = receipt is null ? null : System.Version.Parse(receipt.Version);
        if (present > wanted)
        {
            throw new SetupException(
                SetupError.Downgrade,
                $"version {present} is installed, and the package has {wanted}",
                "Uninstall first to go back to an older version.");
        }

        bool isInstalled = InstalledPackage.IsIn(machine, package);
        if (receipt is not null)
        {
            InstalledPackage.RequireSameWay(receipt, isInstalled);
        }

        string[] all = Select(package, components, options);
        IReadOnlyList<AdoptedDriverResource> adopted = Adopted(options);
        if (adopted.Count > 0 && ComponentCatalog.Drivers.FirstOrDefault(d => all.Contains(d.Name)) is { } driver)
        {
            throw new SetupException(
                SetupError.ImpossibleSelection,
                $"component {driver.Name} does not go with the Xen drivers of {machine.Facts.Location} that others "
                + "have installed and these tools use",
                "Leave it out; or uninstall those drivers, restart Windows, and install it then.");
        }

        PlanKind kind = present is null ? PlanKind.Install
            : present < wanted ? PlanKind.Update
            : all.All(c => receipt!.Components.Contains(c)) ? PlanKind.Repair
            : PlanKind.Install;
        ProductResources resources = new(machine.Facts, package, content, options, isInstalled);
        if (present == wanted)
        {
            RequireSameContent([.. resources.FilesOf([.. receipt!.Components])]);
        }

        return Reach(kind, package.Version, all, [.. adopted, .. resources.Of(all)]);
    }

    /// <summary>Removes components, or everything.</summary>
    /// <param name="components">Names of what is to go, and with it what needs it; none for everything.</param>
    /// <param name="keepsProfiles">Whether profiles that were moved stay where they are.</param>
    /// <exception cref="SetupException">
    /// Nothing is installed, the selection is impossible, or profiles were moved and are not to stay there.
    /// </exception>
    public Plan Uninstall(IReadOnlyCollection<string> components, bool keepsProfiles = false)
    {
        if (receipt is null)
        {
            throw new SetupException(
                SetupError.NotInstalled,
                $"PedOS Windows Tools are not installed on {machine.Facts.Location}",
                "Nothing has to be done.");
        }

        IReadOnlyList<Component> left = components.Count == 0
            ? []
            : ComponentCatalog.Without(receipt.Components, components);
        HashSet<string> names = [.. left.Select(static c => c.Name)];
        if (receipt.Components.Except(names).Contains(ComponentNames.MoveProfiles))
        {
            new MovedProfiles(machine).Require(keepsProfiles);
        }

        // Adopted drivers were there before, and stay; the folder of the logs goes after them.
        ReceiptEntry[] gone = [.. receipt.Entries
            .Where(e => !names.Contains(e.Resource.Component)
                && e.Resource is not AdoptedDriverResource
                && !WrittenLogs.Removes(machine, e.Resource))
            .Reverse()];
        Refuse(gone.Select(static e => e.Resource));
        return new(
            id,
            PlanKind.Uninstall,
            names.Count == 0 ? "" : receipt.Version,
            left.Select(static c => c.Name),
            [
                .. names.Count == 0 ? UserSettings.Remove(machine, receipt) : [],
                .. gone.Select(Remove),
                .. names.Count == 0 ? WrittenLogs.Remove(machine) : [],
            ],
            []);
    }

    /// <summary>Does on the running Windows what waited for its first start.</summary>
    /// <param name="deferred">The plan that was left in the image.</param>
    public Plan FirstStart(Plan deferred) => new(
        id,
        PlanKind.FirstStart,
        deferred.Version,
        deferred.Components,
        [
            .. deferred.Steps.Select(s => Reach(s.Resource)),
            .. _installed.Values.Where(static e => IsFirstStart(e.Resource)).Reverse().Select(Remove),
        ],
        []);

    // An unattended installation may put them elsewhere (FolderLocations).
    private void RequireOneVolume()
    {
        MachineFacts facts = machine.Facts;
        string? elsewhere = new[] { facts.ProgramFiles, facts.ProgramData }.FirstOrDefault(folder =>
            !folder.StartsWith(facts.SystemDrive + "\\", StringComparison.OrdinalIgnoreCase));
        if (elsewhere is not null)
        {
            throw new SetupException(
                SetupError.UnsupportedWindows,
                $"{facts.Location} has {elsewhere.Substring(elsewhere.LastIndexOf('\\') + 1)} on another volume than "
                + $"Windows: {elsewhere}, and Windows is on {facts.SystemDrive}",
                "Use a Windows that has these folders on its own volume (without FolderLocations in unattend.xml): the "
                + "tools put their programs, their logs and the entry of the start menu there.");
        }
    }

    private static bool IsFirstStart(Resource resource) =>
        resource.Name.Equals(FirstStartService, StringComparison.OrdinalIgnoreCase)
        || resource.Name.EndsWith("\\" + FirstStartPlan.FileName, StringComparison.OrdinalIgnoreCase);

    // What was adopted stays so while it is there; preflight looks whether it is still the same.
    private IReadOnlyList<AdoptedDriverResource> Adopted(ProductOptions options)
    {
        DriverAdoption adoption = new(machine);
        if (!options.AdoptsDrivers)
        {
            return adoption.Found.Count > 0 ? [.. receipt?.AdoptedDrivers ?? []] : [];
        }

        return receipt?.Components.Contains(ComponentNames.XenBase, StringComparer.Ordinal) is true
            ? throw new SetupException(
                SetupError.ImpossibleSelection,
                $"the Xen drivers of {machine.Facts.Location} are those of these tools",
                "Install without adopting drivers.")
            : adoption.Adopt();
    }

    /// <summary>Two builds that call themselves the same would be mixed, and nobody could tell what is there.</summary>
    /// <param name="files">The package's files of all components that are installed, chosen now or not.</param>
    private void RequireSameContent(IReadOnlyCollection<Resource> files)
    {
        HashSet<string> ids = new(files.Select(static f => f.Id), StringComparer.OrdinalIgnoreCase);
        string[] others =
        [
            .. files.Where(IsOther).Select(static f => f.Name),
            .. receipt!.Entries
                .Select(static e => e.Resource)
                .Where(r => IsOfPackage(r) && !ids.Contains(r.Id))
                .Select(static r => r.Name + " is not in it"),
        ];
        if (others.Length > 0)
        {
            string more = others.Length > 1 ? $" and {others.Length - 1} more" : "";
            throw new SetupException(
                SetupError.OtherContent,
                $"version {receipt.Version} is installed, and this package of the same version has other files: "
                + others[0] + more,
                "Use the package that was installed, one of a newer version, or uninstall first.");
        }
    }

    // Not what the engine makes itself: the shortcut, and what is left for the first start.
    private static bool IsOfPackage(Resource resource) =>
        resource is InstallerFileResource or FileResource { NeedsPackage: true };

    private bool IsOther(Resource file) =>
        !_installed.TryGetValue(file.Id, out ReceiptEntry? entry)
        || !entry.Resource.IsSame(entry.Resource.Desired, file.Desired);

    private string[] Select(PackageList package, IEnumerable<string> components, ProductOptions options)
    {
        IReadOnlyList<Component> chosen = ComponentCatalog.WithNeeded(components.Concat(receipt?.Components ?? []));
        foreach (Component component in chosen)
        {
            if (component.NeedsFiles && !package.Has(component.Name))
            {
                bool isThere = receipt?.Components.Contains(component.Name, StringComparer.Ordinal) is true;
                throw new SetupException(
                    SetupError.ImpossibleSelection,
                    $"the package has no component {component.Name} ({component.Title})"
                    + (isThere ? ", which is installed" : ""),
                    isThere
                        ? "Use a package that has it, or uninstall this component first."
                        : "Leave it out, or use a package that has it.");
            }
        }

        string[] names = [.. chosen.Select(static c => c.Name)];
        return names.Contains(ComponentNames.AutomaticLogon) && string.IsNullOrEmpty(options.LogonAccount)
            ? throw new SetupException(
                SetupError.ImpossibleSelection,
                $"component {ComponentNames.AutomaticLogon} needs the account that is logged on",
                "Name the account.")
            : names;
    }

    private Plan Reach(PlanKind kind, string version, string[] components, IReadOnlyList<Resource> wanted)
    {
        HashSet<string> ids = new(wanted.Select(static r => r.Id), StringComparer.OrdinalIgnoreCase);
        ReceiptEntry[] retired = [.. (receipt?.Entries ?? [])
            .Where(e => !ids.Contains(e.Resource.Id) && !IsFirstStart(e.Resource))
            .Reverse()];
        Refuse(retired.Select(static e => e.Resource));

        List<PlanStep> deferred = [];
        List<PlanStep> reached = [];
        foreach (Resource resource in wanted)
        {
            if (resource.NeedsRunningSystem && machine.Running is null)
            {
                if (!_installed.ContainsKey(resource.Id))
                {
                    deferred.Add(new(resource, ResourceState.Absent(), resource.Desired));
                }
            }
            else
            {
                reached.Add(Reach(resource));
            }
        }

        if (deferred.Count > 0)
        {
            reached.AddRange(FirstStartResources(new(
                "first-start", PlanKind.FirstStart, version, components, deferred, [])).Select(Reach));
        }

        return new(
            id, kind, version, components, Paused([.. retired.Select(Remove), .. reached]), deferred);
    }

    /// <summary>Services whose files change stand still meanwhile.</summary>
    private IEnumerable<PlanStep> Paused(IReadOnlyList<PlanStep> steps)
    {
        HashSet<string> changed = [.. steps
            .Where(static s => s.Resource is FileResource && s.Change == StepChange.Replace)
            .Select(static s => s.Resource.Component)];
        bool isPaused = machine.Running is not null && changed.Count > 0;
        PlanStep[] running = isPaused
            ? [.. steps.Where(static s => s.Resource is ServiceRunResource && s.Found.IsPresent && s.Target.IsPresent)]
            : [];
        foreach (PlanStep step in running.Reverse())
        {
            yield return Reach(new ServicePauseResource(step.Resource.Name, step.Resource.Component));
        }

        foreach (PlanStep step in steps)
        {
            yield return running.Contains(step) ? step with { Found = ResourceState.Absent() } : step;
        }
    }

    private IEnumerable<Resource> FirstStartResources(Plan deferred)
    {
        ProductLayout layout = new(machine.Facts);
        byte[] text = Encoding.UTF8.GetBytes(deferred.ToJson().ToString());
        yield return new FileResource(layout.Folder + "\\" + FirstStartPlan.FileName, ComponentNames.Shared, new(text));
        yield return new ServiceResource(
            new(
                FirstStartService,
                "PedOS first start",
                "Finishes the installation of PedOS Windows Tools once, then removes itself.",
                $"\"{layout.Setup}\" first-start",
                ServiceStart.Automatic,
                "",
                RestartSeconds: 0),
            ComponentNames.Shared);
    }

    private PlanStep Reach(Resource resource) => new(resource, resource.Detect(machine), resource.Desired);

    private PlanStep Remove(ReceiptEntry entry) =>
        new(entry.Resource, entry.Resource.Detect(machine), entry.Resource.Without(entry.Original));

    private void Refuse(IEnumerable<Resource> removed)
    {
        if (machine.Running is null && removed.FirstOrDefault(static r => r.NeedsRunningSystem) is { } resource)
        {
            throw new SetupException(
                SetupError.NeedsRunningSystem,
                $"{resource.Kind} {resource.Name} was installed by the running Windows and only that can remove it",
                "Start the machine and uninstall there.");
        }
    }
}
