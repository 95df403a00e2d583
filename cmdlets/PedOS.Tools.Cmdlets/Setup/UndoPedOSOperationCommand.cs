using System.Management.Automation;
using PedOS.Tools.Cmdlets.Base;
using PedOS.Tools.Cmdlets.Completion;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Status;

namespace PedOS.Tools.Cmdlets.Setup;

/// <summary>Undo-PedOSOperation.</summary>
[Cmdlet(VerbsCommon.Undo, "PedOSOperation", SupportsShouldProcess = true)]
[OutputType(typeof(OperationSummary))]
public sealed class UndoPedOSOperationCommand : SetupCmdlet
{
    /// <summary>Name of the operation.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(OperationCompleter))]
    public string Id { get; set; } = "";

    /// <inheritdoc/>
    protected override void Process()
    {
        using IMachine machine = Open(isChanged: true);
        if (ShouldProcess(machine.Facts.Location, $"Put back everything that operation {Id} changed"))
        {
            Operate(machine, NoPackage.Instance, engine => engine.Undo(Id));
        }
    }
}
