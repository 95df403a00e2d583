using System.Management.Automation;
using PedOS.Tools.Cmdlets.Base;
using PedOS.Tools.Engine.Qrexec;

namespace PedOS.Tools.Cmdlets.Qrexec;

/// <summary>Send-PedOSFile.</summary>
[Cmdlet(VerbsCommunications.Send, "PedOSFile", SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
[OutputType(typeof(FileTransfer))]
public sealed class SendPedOSFileCommand : FileCmdlet
{
    /// <inheritdoc/>
    protected override string Action => "Copy";

    /// <inheritdoc/>
    protected override bool IsMove => false;
}
