using System.Management.Automation;
using PedOS.Tools.Cmdlets.Base;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Setup;
using PedOS.Tools.Engine.Status;

namespace PedOS.Tools.Cmdlets.Setup;

/// <summary>Repair-PedOSTools.</summary>
[Cmdlet(VerbsDiagnostic.Repair, "PedOSTools", SupportsShouldProcess = true)]
[OutputType(typeof(OperationSummary))]
public sealed class RepairPedOSToolsCommand : PackageCmdlet
{
    /// <inheritdoc/>
    protected override SetupRequest Request(PackageTrust trust) => SetupRequest.Repair(trust);

    /// <inheritdoc/>
    protected override string Question(Plan plan) => "Make PedOS Windows Tools whole again";
}
