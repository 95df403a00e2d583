using System.Management.Automation;

namespace PedOS.Tools.Cmdlets.Base;

/// <summary>A cmdlet that changes what is installed on a machine, and takes nothing from a package for it.</summary>
public abstract class OperationCmdlet : PedOSCmdlet
{
    /// <summary>Folder that holds the volume of a Windows that is not running.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [PlainText]
    public string? ImagePath { get; set; }

    /// <summary>Restarts Windows when that is needed; never done without being asked for.</summary>
    [Parameter]
    public SwitchParameter Restart { get; set; }

    /// <inheritdoc/>
    protected override bool IsFailureFatal => true;

    /// <summary>Does it.</summary>
    internal abstract void Operate(SetupRun run);

    /// <summary>Folder of the package, if one may be needed; null for the usual one.</summary>
    internal virtual string? PackageFolder => null;

    /// <inheritdoc/>
    protected sealed override void Process() => SetupRun.Of(this, ImagePath, PackageFolder, Restart, Operate);
}
