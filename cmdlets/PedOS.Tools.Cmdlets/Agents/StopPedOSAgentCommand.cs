using System.Management.Automation;
using PedOS.Tools.Cmdlets.Base;
using PedOS.Tools.Engine.Programs;

namespace PedOS.Tools.Cmdlets.Agents;

/// <summary>Stop-PedOSAgent.</summary>
[Cmdlet(VerbsLifecycle.Stop, "PedOSAgent", SupportsShouldProcess = true)]
[OutputType(typeof(AgentStatus))]
public sealed class StopPedOSAgentCommand : AgentCmdlet
{
    /// <inheritdoc/>
    protected override string Action => "Stop the service";

    /// <inheritdoc/>
    protected override void Act(AgentControl control, string name) => control.Stop(name, Cancellation);
}
