using PedOS.Tools.Engine.Health;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Setup;
using PedOS.Tools.Engine.Status;

namespace PedOS.Tools.Cmdlets.Base;

/// <summary>How cmdlets change what is installed: they show the plan or ask once, and tell the progress.</summary>
internal sealed class SetupRun
{
    private readonly PedOSCmdlet _cmdlet;
    private readonly IMachine _machine;
    private readonly ProductSetup _setup;
    private readonly bool _mayRestart;

    private SetupRun(PedOSCmdlet cmdlet, IMachine machine, PackagePlace packages, bool mayRestart)
    {
        _cmdlet = cmdlet;
        _machine = machine;
        _mayRestart = mayRestart;
        _setup = new(
            machine,
            new(HealthAdvice.Cmdlets, packages, new PipelineProgress(cmdlet), static () => SystemClock.Now));
    }

    /// <summary>Opens the machine, does something, and closes it again.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="imagePath">Its image; null for the running Windows.</param>
    /// <param name="source">Folder of the package; null for the one beside the module.</param>
    /// <param name="mayRestart">Whether Windows is restarted when that is needed.</param>
    /// <param name="act">What is done.</param>
    public static void Of(
        PedOSCmdlet cmdlet, string? imagePath, string? source, bool mayRestart, Action<SetupRun> act)
    {
        PackagePlace packages = cmdlet.FindPackage(source);
        using IMachine machine = cmdlet.OpenMachine(imagePath, isChanged: true);
        act(new SetupRun(cmdlet, machine, packages, mayRestart));
    }

    /// <summary>Shows a plan when that is all, and otherwise asks and runs it.</summary>
    /// <param name="request">What is to be done.</param>
    /// <param name="question">What will be done, a phrase.</param>
    public void Run(SetupRequest request, Func<Plan, string> question)
    {
        PreparedPlan prepared = _setup.Prepare(request, onlyLooks: _cmdlet.IsWhatIf);
        foreach (string warning in prepared.Warnings)
        {
            _cmdlet.WriteWarning(warning);
        }

        string phrase = question(prepared.Plan);
        if (_cmdlet.IsWhatIf)
        {
            foreach (string line in PlanText.Write(prepared.Plan).TrimEnd('\n').Split('\n'))
            {
                _ = _cmdlet.ShouldProcess(line, line, phrase);
            }

            return;
        }

        Operate(
            $"{phrase} ({prepared.Plan.Changes.Count()} changes)", setup => setup.Run(prepared, _cmdlet.Cancellation));
    }

    /// <summary>Asks, does something with progress and logs, and shows how it ended.</summary>
    /// <param name="question">What will be done, a phrase.</param>
    /// <param name="act">Runs, resumes or undoes an operation.</param>
    public void Operate(string question, Func<ProductSetup, SetupOutcome> act)
    {
        if (!_cmdlet.ShouldProcess(_machine.Facts.Location, question))
        {
            return;
        }

        SetupOutcome outcome = act(_setup);
        _cmdlet.WriteVerbose($"the log is {outcome.Log}");
        foreach (string warning in outcome.Result.Warnings)
        {
            _cmdlet.WriteWarning(warning);
        }

        _cmdlet.WriteObject(OperationSummary.Of(outcome.Result, _machine, outcome.Log));
        if (_setup.Restart(outcome, _mayRestart))
        {
            _cmdlet.WriteWarning("Windows has to be restarted before everything works.");
        }
    }
}
