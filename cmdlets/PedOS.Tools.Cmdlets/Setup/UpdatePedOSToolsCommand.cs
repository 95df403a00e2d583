using System.Management.Automation;
using PedOS.Tools.Cmdlets.Base;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Status;

namespace PedOS.Tools.Cmdlets.Setup;

/// <summary>Update-PedOSTools.</summary>
[Cmdlet(VerbsData.Update, "PedOSTools", SupportsShouldProcess = true)]
[OutputType(typeof(OperationSummary))]
public sealed class UpdatePedOSToolsCommand : PackagePlanCmdlet
{
    /// <inheritdoc/>
    protected override string Question(PackageList package) => "Update PedOS Windows Tools";

    /// <inheritdoc/>
    protected override Plan Make(SetupPlans plans) => plans.Update();
}
