using System.Management.Automation;
using PedOS.Tools.Cmdlets.Base;
using PedOS.Tools.Engine.Health;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Setup;

namespace PedOS.Tools.Cmdlets.Setup;

/// <summary>Test-PedOSTools.</summary>
[Cmdlet(VerbsDiagnostic.Test, "PedOSTools")]
[OutputType(typeof(HealthCheck), typeof(bool))]
public sealed class TestPedOSToolsCommand : MachineCmdlet
{
    /// <summary>Gives one truth value: whether no check failed.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        using IMachine machine = Open(isChanged: false);
        IEnumerable<HealthCheck> checks = new ProductState(machine, HealthAdvice.Cmdlets, Cancellation).Check();
        if (Quiet)
        {
            WriteObject(checks.All(static c => c.State != HealthState.Fail));
        }
        else
        {
            WriteObject(checks, true);
        }
    }
}
