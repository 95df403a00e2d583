using System.Management.Automation;
using PedOS.Tools.Cmdlets.Base;
using PedOS.Tools.Contracts;
using PedOS.Tools.Engine.Programs;

namespace PedOS.Tools.Cmdlets.Network;

/// <summary>Get-PedOSNetwork.</summary>
[Cmdlet(VerbsCommon.Get, "PedOSNetwork")]
[OutputType(typeof(NetworkAdapterStatus))]
public sealed class GetPedOSNetworkCommand : PedOSCmdlet
{
    /// <inheritdoc/>
    protected override void Process()
    {
        NetworkReport report = new NetworkClient(Program(ProgramNames.NetworkSetup), Cancellation).GetStatus();
        if (report.Problem.Length > 0)
        {
            WriteWarning($"what dom0 wants is not known: {report.Problem}");
        }

        WriteObject(report.Adapters, true);
    }
}
