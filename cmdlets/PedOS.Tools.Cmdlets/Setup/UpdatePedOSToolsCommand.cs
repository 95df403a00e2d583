using System.Management.Automation;
using PedOS.Tools.Cmdlets.Base;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Setup;
using PedOS.Tools.Engine.Status;

namespace PedOS.Tools.Cmdlets.Setup;

/// <summary>Update-PedOSTools.</summary>
[Cmdlet(VerbsData.Update, "PedOSTools", SupportsShouldProcess = true)]
[OutputType(typeof(OperationSummary))]
public sealed class UpdatePedOSToolsCommand : PackageCmdlet
{
    /// <inheritdoc/>
    protected override SetupRequest Request(PackageTrust trust) => SetupRequest.Update(trust);

    /// <inheritdoc/>
    protected override string Question(Plan plan) => "Update PedOS Windows Tools";
}
