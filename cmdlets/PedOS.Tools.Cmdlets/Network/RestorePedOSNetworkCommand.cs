using System.Management.Automation;
using PedOS.Tools.Cmdlets.Base;
using PedOS.Tools.Contracts;
using PedOS.Tools.Engine.Programs;

namespace PedOS.Tools.Cmdlets.Network;

/// <summary>Restore-PedOSNetwork.</summary>
[Cmdlet(VerbsData.Restore, "PedOSNetwork", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(NetworkAdapterStatus))]
public sealed class RestorePedOSNetworkCommand : PedOSCmdlet
{
    /// <summary>Shows the adapters afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        NetworkClient network = new(Program(ProgramNames.NetworkSetup), Cancellation);
        if (ShouldProcess("this machine", "Put back the network settings from before the first change"))
        {
            network.Restore();
            if (PassThru)
            {
                WriteObject(network.GetStatus().Adapters, true);
            }
        }
    }
}
