using System.Management.Automation;
using PedOS.Tools.Cmdlets.Base;
using PedOS.Tools.Cmdlets.Completion;
using PedOS.Tools.Engine.Status;

namespace PedOS.Tools.Cmdlets.Setup;

/// <summary>Undo-PedOSOperation.</summary>
[Cmdlet(VerbsCommon.Undo, "PedOSOperation", SupportsShouldProcess = true)]
[OutputType(typeof(OperationSummary))]
public sealed class UndoPedOSOperationCommand : OperationCmdlet
{
    /// <summary>Name of the operation; by default the last one that is not undone.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(OperationCompleter))]
    [PlainText]
    public string? Id { get; set; }

    internal override void Operate(SetupRun run) =>
        run.Operate(
            Id is null ? "Put back everything that the last operation changed"
                : $"Put back everything that operation {Id} changed",
            setup => setup.Undo(Id));
}
