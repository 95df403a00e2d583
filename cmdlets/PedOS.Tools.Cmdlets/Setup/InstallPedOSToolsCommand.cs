using System.Management.Automation;
using PedOS.Tools.Cmdlets.Base;
using PedOS.Tools.Cmdlets.Completion;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Setup;
using PedOS.Tools.Engine.Status;

namespace PedOS.Tools.Cmdlets.Setup;

/// <summary>Install-PedOSTools.</summary>
[Cmdlet(VerbsLifecycle.Install, "PedOSTools", SupportsShouldProcess = true)]
[OutputType(typeof(OperationSummary))]
public sealed class InstallPedOSToolsCommand : PackageCmdlet
{
    /// <summary>Components to install; what they need comes too. By default what is usual.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(ComponentCompleter))]
    [PlainText(IsList = true)]
    public string[] Component { get; set; } = [];

    /// <summary>Other machines are made from this one.</summary>
    [Parameter]
    public SwitchParameter Template { get; set; }

    /// <summary>The account that the component AutomaticLogon logs on.</summary>
    [Parameter]
    [PlainText]
    public string? LogonAccount { get; set; }

    /// <summary>Xen drivers that others have installed are used as they are.</summary>
    [Parameter]
    public SwitchParameter AdoptDriver { get; set; }

    /// <inheritdoc/>
    protected override SetupRequest Request(PackageTrust trust) =>
        SetupRequest.Install(Component, new(Template, LogonAccount, AdoptDriver), trust);

    /// <inheritdoc/>
    protected override string Question(Plan plan) => $"Install PedOS Windows Tools {plan.Version}";
}
