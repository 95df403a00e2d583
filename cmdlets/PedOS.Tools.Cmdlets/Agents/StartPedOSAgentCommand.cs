using System.Management.Automation;
using PedOS.Tools.Cmdlets.Base;
using PedOS.Tools.Engine.Programs;

namespace PedOS.Tools.Cmdlets.Agents;

/// <summary>Start-PedOSAgent.</summary>
[Cmdlet(VerbsLifecycle.Start, "PedOSAgent", SupportsShouldProcess = true)]
[OutputType(typeof(AgentStatus))]
public sealed class StartPedOSAgentCommand : AgentCmdlet
{
    /// <inheritdoc/>
    protected override string Action => "Start the service";

    /// <inheritdoc/>
    protected override void Act(AgentControl control, string name) => control.Start(name, Cancellation);
}
