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
        SetupEngine engine = new(machine, package, NoObserver.Instance);
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
            Operate(machine, package, e => e.Run(plan, Cancellation));
        }
    }

    /// <summary>Does something to the machine, with progress and logs, and shows how it ended.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="package">Where files come from.</param>
    /// <param name="act">Runs, resumes or undoes an operation.</param>
    protected void Operate(IMachine machine, IPackage package, Func<SetupEngine, OperationResult> act)
    {
        using OperationLog log = new(
            new OperationLogPlace(machine), static () => SystemClock.Now, new ProgressObserver(this));
        Show(machine, act(new SetupEngine(machine, package, log)), log.Path);
    }

    // Restarts Windows only when that was asked for and is needed.
    private void Show(IMachine machine, OperationResult result, string log)
    {
        WriteVerbose($"the log is {log}");
        WriteObject(OperationSummary.Of(result, machine, log));
        if (result.NeedsRestart && machine.Running is { } running)
        {
            if (Restart)
            {
                running.Boot.Restart();
            }
            else
            {
                WriteWarning("Windows has to be restarted before everything works.");
            }
        }
    }
}
