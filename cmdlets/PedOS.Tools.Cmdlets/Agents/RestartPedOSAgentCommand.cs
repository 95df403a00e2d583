using System.Management.Automation;
using PedOS.Tools.Cmdlets.Base;
using PedOS.Tools.Engine.Programs;

namespace PedOS.Tools.Cmdlets.Agents;

/// <summary>Restart-PedOSAgent.</summary>
[Cmdlet(VerbsLifecycle.Restart, "PedOSAgent", SupportsShouldProcess = true)]
[OutputType(typeof(AgentStatus))]
public sealed class RestartPedOSAgentCommand : AgentCmdlet
{
    /// <inheritdoc/>
    protected override string Action => "Restart the service";

    /// <inheritdoc/>
    protected override void Act(AgentControl control, string name) => control.Restart(name, Cancellation);
}
