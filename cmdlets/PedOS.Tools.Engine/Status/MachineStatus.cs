using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine.Books;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Product;
using PedOS.Tools.Engine.Resources;

namespace PedOS.Tools.Engine.Status;

/// <summary>Looks at what is installed on a machine. Changes nothing.</summary>
/// <param name="machine">The machine.</param>
/// <param name="cancellation">Ends the reading of its books.</param>
public sealed class MachineStatus(IMachine machine, CancellationToken cancellation = default)
{
    private readonly OperationBooks _books = new(machine);

    /// <summary>What is installed.</summary>
    public InstallationStatus GetInstallation()
    {
        Receipt? receipt = _books.Receipt;
        MachineFacts facts = machine.Facts;
        return new(
            facts.Location,
            machine.Kind,
            DisplayText.Line($"{facts.ProductName} (build {facts.Build}{(facts.Is64Bit ? "" : ", not 64 bit")})"),
            DisplayText.Line(receipt?.Version ?? ""),
            [.. (receipt?.Components ?? []).Select(DisplayText.Line)],
            ListOperations().LastOrDefault(static o => o.IsInterrupted || o.Phase == OperationPhase.AwaitsRestart)?.Id
                ?? "")
        {
            Package = DisplayText.Line(receipt?.Origin?.ToString() ?? ""),
            AdoptedDrivers =
                [.. (receipt?.AdoptedDrivers ?? []).Select(static d => DisplayText.Line($"{d.Name} {d.Version}"))],
        };
    }

    /// <summary>All components, installed or not.</summary>
    public IReadOnlyList<ComponentStatus> ListComponents()
    {
        Receipt? receipt = _books.Receipt;
        return [.. ComponentCatalog.All.Select(c =>
        {
            bool isInstalled = receipt?.Components.Contains(c.Name, StringComparer.Ordinal) ?? false;
            return new ComponentStatus(
                c.Name,
                c.Title,
                isInstalled,
                isInstalled ? DisplayText.Line(receipt!.Version) : "",
                c.Needs,
                c.Explanation);
        })];
    }

    /// <summary>Operations in the books, oldest first.</summary>
    public IReadOnlyList<OperationSummary> ListOperations() =>
        [.. _books.Operations(cancellation).Select(o => OperationSummary.Of(o, machine))];

    /// <summary>Drivers that are installed or will be, and those a package has beside them.</summary>
    /// <param name="package">A package; null to look at the machine alone.</param>
    public IReadOnlyList<DriverStatus> ListDrivers(PackageList? package)
    {
        ReceiptEntry[] entries = [.. _books.Receipt?.Entries ?? []];
        DriverStatus[] installed = [.. entries.Select(static e => e.Resource).OfType<DriverResource>().Select(d =>
            new DriverStatus(
                DisplayText.Line(NameOf(d.Name)),
                DisplayText.Line(d.Component),
                DisplayText.Line(d.Desired["is"] ?? ""),
                StateOf(d)))];
        DriverStatus[] waiting = [.. entries.Select(static e => e.Resource).OfType<FileResource>()
            .Where(f => IsInf(f.Name) && !installed.Any(d => Same(d.Name, NameOf(f.Name))))
            .Select(static f => new DriverStatus(
                DisplayText.Line(NameOf(f.Name)), DisplayText.Line(f.Component), "", DriverState.AtFirstStart))];
        IEnumerable<DriverStatus> adopted = entries.Select(static e => e.Resource).OfType<AdoptedDriverResource>()
            .Select(d => new DriverStatus(d.Name + ".inf", ComponentOf(d.Name), d.Version, StateOf(d)));
        DriverStatus[] present = [.. installed, .. waiting, .. adopted];
        return
        [
            .. present,
            .. (package?.Drivers ?? [])
                .Where(d => !present.Any(p => Same(p.Name, NameOf(d.Inf.Replace('/', '\\')))))
                .Select(static d => new DriverStatus(
                    NameOf(d.Inf.Replace('/', '\\')), d.Component, d.Version, DriverState.Available)),
        ];
    }

    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static bool IsInf(string path) => path.EndsWith(".inf", StringComparison.OrdinalIgnoreCase);

    // The one whose place it takes.
    private static string ComponentOf(string driver) => driver switch
    {
        "xenvif" or "xennet" => ComponentNames.XenNetwork,
        "xenvbd" => ComponentNames.XenDisk,
        _ => ComponentNames.XenBase,
    };

    private static string NameOf(string path) => path.Substring(path.LastIndexOf('\\') + 1);

    private DriverState StateOf(AdoptedDriverResource driver) =>
        driver.IsSame(driver.Detect(machine), driver.Desired) ? DriverState.Adopted : DriverState.Changed;

    private DriverState StateOf(DriverResource driver) =>
        machine.Running is null || driver.Detect(machine).IsPresent ? DriverState.Installed : DriverState.Missing;
}
