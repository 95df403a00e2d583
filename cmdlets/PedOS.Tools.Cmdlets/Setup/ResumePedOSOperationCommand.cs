using System.Management.Automation;
using PedOS.Tools.Cmdlets.Base;
using PedOS.Tools.Cmdlets.Completion;
using PedOS.Tools.Engine.Status;

namespace PedOS.Tools.Cmdlets.Setup;

/// <summary>Resume-PedOSOperation.</summary>
[Cmdlet(VerbsLifecycle.Resume, "PedOSOperation", SupportsShouldProcess = true)]
[OutputType(typeof(OperationSummary))]
public sealed class ResumePedOSOperationCommand : OperationCmdlet
{
    /// <summary>Name of the operation; by default the last one that is not over.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(OperationCompleter))]
    [PlainText]
    public string? Id { get; set; }

    /// <summary>
    /// Folder of the package that it began with, when files of that are needed; by default <c>payload</c> beside the
    /// module.
    /// </summary>
    [Parameter]
    [PlainText]
    public string? Source { get; set; }

    internal override string? PackageFolder => Source;

    internal override void Operate(SetupRun run) =>
        run.Operate(
            Id is null ? "Finish the operation that is not over" : $"Finish operation {Id}",
            setup => setup.Resume(Id, Cancellation));
}
