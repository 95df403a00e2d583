using System.Management.Automation;
using PedOS.Tools.Cmdlets.Base;
using PedOS.Tools.Cmdlets.Completion;
using PedOS.Tools.Engine.Setup;
using PedOS.Tools.Engine.Status;

namespace PedOS.Tools.Cmdlets.Setup;

/// <summary>Uninstall-PedOSTools.</summary>
[Cmdlet(VerbsLifecycle.Uninstall, "PedOSTools", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(OperationSummary))]
public sealed class UninstallPedOSToolsCommand : OperationCmdlet
{
    /// <summary>Components to remove, and with them what needs them. By default everything.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(ComponentCompleter))]
    [PlainText(IsList = true)]
    public string[] Component { get; set; } = [];

    /// <summary>Leaves profiles that were moved to the private disk, and all that leads to them, as they are.</summary>
    [Parameter]
    public SwitchParameter KeepProfile { get; set; }

    internal override void Operate(SetupRun run)
    {
        string what = Component.Length == 0 ? "PedOS Windows Tools" : string.Join(", ", Component);
        run.Run(SetupRequest.Uninstall(Component, KeepProfile), _ => $"Uninstall {what}");
    }
}
