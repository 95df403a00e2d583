using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Resources;

namespace PedOS.Engine.Tests.Operations;

/// <summary>A user who presses Ctrl-C at one step.</summary>
internal sealed class CancelAt(CancellationTokenSource cancellation, int cancelAt) : IOperationObserver
{
    public void Begin(Plan plan)
    {
    }

    public void StepBegins(PlanStep step, int number, int count)
    {
        if (number == cancelAt)
        {
            cancellation.Cancel();
        }
    }

    public void StepDone(PlanStep step, ResourceState before, ResourceState after)
    {
    }

    public void Undoing(Plan plan, Exception? failure)
    {
    }

    public void End(OperationResult result)
    {
    }
}
