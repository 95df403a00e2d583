using System.Management.Automation;
using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Resources;

namespace PedOS.Tools.Cmdlets.Base;

/// <summary>
/// Shows the progress of an operation; the engine calls it on the thread of the pipeline. PowerShell answers with an
/// exception when the user has pressed Ctrl-C, or a preference says Stop. Such an exception must not reach the engine:
/// it would leave everything half done, even in the middle of putting it back.
/// </summary>
/// <param name="cmdlet">Whose progress.</param>
internal sealed class PipelineProgress(PedOSCmdlet cmdlet) : IOperationObserver
{
    private const int Activity = 1;

    private int _percent = -1;
    private string _title = "PedOS Windows Tools";
    private bool _isMuted;

    public void Begin(Plan plan) => _title = $"PedOS Windows Tools: {plan.Kind} {plan.Version}".TrimEnd();

    public void StepBegins(PlanStep step, int number, int count)
    {
        // Showing it costs more than most steps: once per percent is enough.
        int percent = (number - 1) * 100 / count;
        if (percent != _percent)
        {
            _percent = percent;
            Say(() => cmdlet.WriteProgress(Activity, _title, PlanText.Line(step), percent));
        }
    }

    public void StepDone(PlanStep step, ResourceState before, ResourceState after) =>
        Say(() => cmdlet.WriteVerbose(PlanText.Line(step)));

    public void Undoing(Plan plan, Exception? failure) =>
        Say(() => cmdlet.WriteWarning(
            failure is null ? $"undoing operation {plan.Id}" : $"{failure.Message}; undoing operation {plan.Id}"));

    public void End(OperationResult result) =>
        Say(() => cmdlet.WriteProgress(Activity, _title, "Done", percent: 100, isDone: true));

    private void Say(Action say)
    {
        if (_isMuted)
        {
            return;
        }

        try
        {
            say();
        }
        catch (RuntimeException)
        {
            // The operation ends as one that was cancelled: at a place of its own choice, with everything put back.
            _isMuted = true;
            cmdlet.Cancel();
        }
    }
}
