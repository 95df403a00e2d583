using System.Management.Automation;
using PedOS.Tools.Cmdlets.Base;
using PedOS.Tools.Cmdlets.Completion;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Health;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Setup;
using PedOS.Tools.Engine.Status;

namespace PedOS.Tools.Cmdlets.Setup;

/// <summary>Get-PedOSOperation.</summary>
[Cmdlet(VerbsCommon.Get, "PedOSOperation")]
[OutputType(typeof(OperationSummary))]
public sealed class GetPedOSOperationCommand : MachineCmdlet
{
    /// <summary>Name of an operation; by default all that are in the books, oldest first.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(OperationCompleter))]
    [PlainText]
    public string? Id { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        using IMachine machine = Open(isChanged: false);
        MachineStatus status = new ProductState(machine, HealthAdvice.Cmdlets, Cancellation).Status;
        OperationSummary[] all = [.. status.ListOperations()];
        OperationSummary[] wanted = [.. all.Where(o => Id is null || o.Id == Id)];
        if (Id is not null && wanted.Length == 0)
        {
            throw new SetupException(
                SetupError.NotFound,
                $"there is no operation {Id}",
                "Run Get-PedOSOperation without a name to see which there are.");
        }

        WriteObject(wanted, true);
    }
}
