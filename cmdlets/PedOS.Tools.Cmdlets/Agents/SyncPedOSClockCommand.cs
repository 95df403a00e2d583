using System.Management.Automation;
using PedOS.Tools.Cmdlets.Base;
using PedOS.Tools.Contracts;
using PedOS.Tools.Engine.Programs;

namespace PedOS.Tools.Cmdlets.Agents;

/// <summary>Sync-PedOSClock.</summary>
[Cmdlet(VerbsData.Sync, "PedOSClock", SupportsShouldProcess = true)]
[OutputType(typeof(ClockResult))]
public sealed class SyncPedOSClockCommand : PedOSCmdlet
{
    /// <summary>The machine that is asked for the time; by default the one that dom0's policy says.</summary>
    [Parameter(Position = 0)]
    [PlainText]
    public string? Target { get; set; }

    /// <summary>Sets the clock however far it is off.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        ClockClient clock = new(Program(ProgramNames.Rpc), Cancellation);
        if (ShouldProcess("the clock of this machine", $"Set to the time of {Target ?? "the machine that dom0 names"}"))
        {
            WriteObject(clock.Sync(Target, Force));
        }
    }
}
