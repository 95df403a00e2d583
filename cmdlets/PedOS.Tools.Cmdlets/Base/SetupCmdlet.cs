using System.Management.Automation;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Status;

namespace PedOS.Tools.Cmdlets.Base;

/// <summary>A cmdlet that runs a plan: it shows the plan, asks once, and tells the progress.</summary>
public abstract class SetupCmdlet : MachineCmdlet
{
    /// <summary>Restarts Windows when that is needed; never done without being asked for.</summary>
    [Parameter]
    public SwitchParameter Restart { get; set; }

    /// <inheritdoc/>
    protected override bool IsFailureFatal => true;

    /// <summary>Shows a plan when that is all, and otherwise asks and runs it.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="package">Where files come from.</param>
    /// <param name="question">What will be done, a phrase.</param>
    /// <param name="makePlan">Makes the plan.</param>
    protected void Run(
        IMachine machine, IPackage package, string question, Func<SetupEngine, Planner, Plan> makePlan)
    {
        ProgressObserver observer = new(this);
        SetupEngine engine = new(machine, package, observer);
        Plan plan = makePlan(engine, new(machine, engine.Receipt, PlanId.Create(SystemClock.Now)));
        new Preflight(machine, package).Require(plan);
        if (IsWhatIf)
        {
            foreach (string line in PlanText.Write(plan).TrimEnd('\n').Split('\n'))
            {
                _ = ShouldProcess(line, line, question);
            }
        }
        else if (ShouldProcess(machine.Facts.Location, $"{question} ({plan.Changes.Count()} changes)"))
        {
            using OperationLog log = OperationLogPlace.Open(machine, static () => SystemClock.Now, observer);
            Show(machine, new SetupEngine(machine, package, log).Run(plan, Cancellation));
        }
    }

    /// <summary>Writes how an operation ended, and restarts Windows when that was asked for and is needed.</summary>
    protected void Show(IMachine machine, OperationResult result)
    {
        OperationSummary summary = OperationSummary.Of(result, machine.Facts.Location);
        WriteObject(summary);
        if (summary.Phase == OperationPhase.AwaitsRestart && machine.Running is { } running)
        {
            if (Restart)
            {
                running.Restart();
            }
            else
            {
                WriteWarning("Windows has to be restarted before everything works.");
            }
        }
    }
}
