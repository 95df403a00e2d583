using System.Management.Automation;
using PedOS.Tools.Cmdlets.Base;
using PedOS.Tools.Cmdlets.Completion;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Product;
using PedOS.Tools.Engine.Setup;
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
    [PlainText(IsList = true)]
    public string[] Component { get; set; } = [];

    private string[] Drivers => [.. Component.Select(static c => ComponentCatalog.GetDriver(c).Name)];

    /// <inheritdoc/>
    protected override SetupRequest Request(PackageTrust trust) => SetupRequest.Install(Drivers, new(), trust);

    /// <inheritdoc/>
    protected override string Question(Plan plan) => $"Install the drivers {string.Join(", ", Drivers)}";
}
