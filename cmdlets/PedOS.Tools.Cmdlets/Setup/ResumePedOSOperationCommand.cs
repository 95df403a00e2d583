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
    /// <summary>Name of the operation.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(OperationCompleter))]
    [PlainText]
    public string Id { get; set; } = "";

    /// <summary>
    /// Folder of the package that it began with, when files of that are needed; by default <c>payload</c> beside the
    /// module.
    /// </summary>
    [Parameter]
    [PlainText]
    public string? Source { get; set; }

    internal override string? PackageFolder => Source;

    internal override void Operate(SetupRun run) =>
        run.Operate($"Finish operation {Id}", setup => setup.Resume(Id, Cancellation));
}
