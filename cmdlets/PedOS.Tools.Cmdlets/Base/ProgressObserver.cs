using System.Management.Automation;
using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Resources;

namespace PedOS.Tools.Cmdlets.Base;

/// <summary>Shows the progress of an operation; the engine calls it on the thread of the pipeline.</summary>
/// <param name="cmdlet">Whose progress.</param>
internal sealed class ProgressObserver(PedOSCmdlet cmdlet) : IOperationObserver
{
    private const int Activity = 1;

    private int _percent = -1;
    private string _title = "PedOS Windows Tools";

    public void Begin(Plan plan) => _title = $"PedOS Windows Tools: {plan.Kind} {plan.Version}".TrimEnd();

    public void StepBegins(PlanStep step, int number, int count)
    {
        // Showing it costs more than most steps: once per percent is enough.
        int percent = (number - 1) * 100 / count;
        if (percent != _percent)
        {
            _percent = percent;
            cmdlet.WriteProgress(new(Activity, _title, PlanText.Line(step)) { PercentComplete = percent });
        }
    }

    public void StepDone(PlanStep step, ResourceState before, ResourceState after) =>
        cmdlet.WriteVerbose(PlanText.Line(step));

    public void Undoing(Plan plan, Exception? failure) =>
        cmdlet.WriteWarning(
            failure is null ? $"undoing operation {plan.Id}" : $"{failure.Message}; undoing operation {plan.Id}");

    public void End(OperationResult result) =>
        cmdlet.WriteProgress(new(Activity, _title, "Done") { RecordType = ProgressRecordType.Completed });
}
