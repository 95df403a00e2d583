using System.Management.Automation;
using PedOS.Tools.Cmdlets.Base;
using PedOS.Tools.Engine.Qrexec;

namespace PedOS.Tools.Cmdlets.Qrexec;

/// <summary>Move-PedOSFile.</summary>
[Cmdlet(VerbsCommon.Move, "PedOSFile", SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
[OutputType(typeof(FileTransfer))]
public sealed class MovePedOSFileCommand : FileCmdlet
{
    /// <inheritdoc/>
    protected override string Action => "Move";

    /// <inheritdoc/>
    protected override bool IsMove => true;
}
