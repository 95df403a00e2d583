using System.Management.Automation;
using PedOS.Tools.Cmdlets.Base;
using PedOS.Tools.Cmdlets.Completion;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Product;
using PedOS.Tools.Engine.Status;

namespace PedOS.Tools.Cmdlets.Drivers;

/// <summary>Install-PedOSDriver.</summary>
[Cmdlet(VerbsLifecycle.Install, "PedOSDriver", SupportsShouldProcess = true)]
[OutputType(typeof(OperationSummary))]
public sealed class InstallPedOSDriverCommand : PackageCmdlet
{
    /// <summary>Components that are drivers; what they need comes too.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(DriverCompleter))]
    public string[] Component { get; set; } = [];

    /// <inheritdoc/>
    protected override void Process()
    {
        string[] drivers = [.. Component.Select(static c => ComponentCatalog.GetDriver(c).Name)];
        FolderPackage package = OpenPackage();
        using IMachine machine = Open(isChanged: true);
        Run(
            machine,
            package,
            $"Install the drivers {string.Join(", ", drivers)}",
            (engine, planner) => new SetupPlans(planner, engine.Receipt, package).Install(drivers, new()));
    }
}
