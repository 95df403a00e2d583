using System.Management.Automation;
using PedOS.Tools.Cmdlets.Base;
using PedOS.Tools.Cmdlets.Completion;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Status;

namespace PedOS.Tools.Cmdlets.Setup;

/// <summary>Resume-PedOSOperation.</summary>
[Cmdlet(VerbsLifecycle.Resume, "PedOSOperation", SupportsShouldProcess = true)]
[OutputType(typeof(OperationSummary))]
public sealed class ResumePedOSOperationCommand : PackageCmdlet
{
    /// <summary>Name of the operation.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(OperationCompleter))]
    public string Id { get; set; } = "";

    /// <inheritdoc/>
    protected override void Process()
    {
        // An operation that only removes needs no package; one that adds says so when it comes to it.
        bool hasPackage = Source is not null
            || File.Exists(Path.Combine(ModuleFolder, "payload", PackageList.FileName));

        // The journal has the hashes of what was verified when the operation began; only such files are taken.
        IPackage package = hasPackage ? OpenPackage(PackageTrust.Everybody(SystemClock.Now)) : NoPackage.Instance;
        using IMachine machine = Open(isChanged: true);
        if (ShouldProcess(machine.Facts.Location, $"Finish operation {Id}"))
        {
            Operate(machine, package, engine => engine.Resume(Id, Cancellation));
        }
    }
}
