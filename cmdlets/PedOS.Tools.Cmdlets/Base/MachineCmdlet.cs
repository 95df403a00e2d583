using System.Management.Automation;
using PedOS.Tools.Engine.Machines;

namespace PedOS.Tools.Cmdlets.Base;

/// <summary>A cmdlet that looks at or changes a machine: the running Windows, or an image.</summary>
public abstract class MachineCmdlet : PedOSCmdlet
{
    /// <summary>Folder that holds the volume of a Windows that is not running.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [PlainText]
    public string? ImagePath { get; set; }

    /// <summary>Opens the machine.</summary>
    /// <param name="isChanged">Whether it will be changed.</param>
    protected IMachine Open(bool isChanged) => OpenMachine(ImagePath, isChanged);
}
