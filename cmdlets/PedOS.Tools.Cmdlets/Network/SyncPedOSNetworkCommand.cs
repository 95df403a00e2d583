using System.Management.Automation;
using PedOS.Tools.Cmdlets.Base;
using PedOS.Tools.Contracts;
using PedOS.Tools.Engine.Programs;

namespace PedOS.Tools.Cmdlets.Network;

/// <summary>Sync-PedOSNetwork.</summary>
[Cmdlet(VerbsData.Sync, "PedOSNetwork", SupportsShouldProcess = true)]
[OutputType(typeof(NetworkAdapterStatus))]
public sealed class SyncPedOSNetworkCommand : PedOSCmdlet
{
    /// <summary>Shows the adapters afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        NetworkClient network = new(Program(ProgramNames.NetworkSetup), Cancellation);
        if (ShouldProcess("this machine", "Give this machine the network settings that dom0 wants"))
        {
            network.Sync();
            if (PassThru)
            {
                WriteObject(network.GetStatus().Adapters, true);
            }
        }
    }
}
