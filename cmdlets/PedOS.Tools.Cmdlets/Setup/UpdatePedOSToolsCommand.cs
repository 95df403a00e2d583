using System.Management.Automation;
using PedOS.Tools.Cmdlets.Base;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Status;

namespace PedOS.Tools.Cmdlets.Setup;

/// <summary>Update-PedOSTools.</summary>
[Cmdlet(VerbsData.Update, "PedOSTools", SupportsShouldProcess = true)]
[OutputType(typeof(OperationSummary))]
public sealed class UpdatePedOSToolsCommand : PackageCmdlet
{
    /// <inheritdoc/>
    protected override void Process()
    {
        FolderPackage package = OpenPackage();
        using IMachine machine = Open(isChanged: true);
        Run(
            machine,
            package,
            "Update PedOS Windows Tools",
            (engine, planner) => new SetupPlans(planner, engine.Receipt, package).Update());
    }
}
