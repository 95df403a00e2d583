using System.Management.Automation;
using PedOS.Tools.Cmdlets.Base;
using PedOS.Tools.Cmdlets.Completion;
using PedOS.Tools.Engine.Health;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Setup;
using PedOS.Tools.Engine.Status;

namespace PedOS.Tools.Cmdlets.Drivers;

/// <summary>Get-PedOSDriver.</summary>
[Cmdlet(VerbsCommon.Get, "PedOSDriver")]
[OutputType(typeof(DriverStatus))]
public sealed class GetPedOSDriverCommand : MachineCmdlet
{
    /// <summary>Components whose drivers are shown; wildcards are allowed. By default all.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DriverCompleter))]
    [PlainText(IsList = true)]
    public string[] Component { get; set; } = ["*"];

    /// <summary>Folder of a package whose drivers are shown, too.</summary>
    [Parameter]
    [PlainText]
    public string? Source { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        using IMachine machine = Open(isChanged: false);
        PackageList? package = Source is null ? null : FolderPackage.Look(FilePath(Source));
        IEnumerable<DriverStatus> drivers =
            new ProductState(machine, HealthAdvice.Cmdlets, Cancellation).Status.ListDrivers(package);
        WriteObject(drivers.Where(d => Wildcards.Match(Component, d.Component)), true);
    }
}
