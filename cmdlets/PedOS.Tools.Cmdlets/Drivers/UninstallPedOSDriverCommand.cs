using System.Management.Automation;
using PedOS.Tools.Cmdlets.Base;
using PedOS.Tools.Cmdlets.Completion;
using PedOS.Tools.Engine.Product;
using PedOS.Tools.Engine.Setup;
using PedOS.Tools.Engine.Status;

namespace PedOS.Tools.Cmdlets.Drivers;

/// <summary>Uninstall-PedOSDriver.</summary>
[Cmdlet(VerbsLifecycle.Uninstall, "PedOSDriver", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(OperationSummary))]
public sealed class UninstallPedOSDriverCommand : OperationCmdlet
{
    /// <summary>Components that are drivers; what needs them goes, too.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(DriverCompleter))]
    [PlainText(IsList = true)]
    public string[] Component { get; set; } = [];

    internal override void Operate(SetupRun run)
    {
        string[] drivers = [.. Component.Select(static c => ComponentCatalog.GetDriver(c).Name)];
        run.Run(SetupRequest.Uninstall(drivers), _ => $"Uninstall the drivers {string.Join(", ", drivers)}");
    }
}
