using System.Management.Automation;
using PedOS.Tools.Cmdlets.Base;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Status;

namespace PedOS.Tools.Cmdlets.Setup;

/// <summary>Repair-PedOSTools.</summary>
[Cmdlet(VerbsDiagnostic.Repair, "PedOSTools", SupportsShouldProcess = true)]
[OutputType(typeof(OperationSummary))]
public sealed class RepairPedOSToolsCommand : PackagePlanCmdlet
{
    /// <inheritdoc/>
    protected override string Question(PackageList package) => "Make PedOS Windows Tools whole again";

    /// <inheritdoc/>
    protected override Plan Make(SetupPlans plans) => plans.Repair();
}
