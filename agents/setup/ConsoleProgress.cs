using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Resources;

namespace PedOS.Setup;

/// <summary>Shows how an operation goes on.</summary>
/// <param name="console">Where.</param>
internal sealed class ConsoleProgress(SetupConsole console) : IOperationObserver
{
    /// <summary>Whether the machine was, or is being, changed.</summary>
    public bool HasBegun { get; private set; }

    /// <inheritdoc/>
    public void Begin(Plan plan) => HasBegun = true;

    /// <inheritdoc/>
    public void StepBegins(PlanStep step, int number, int count) =>
        console.Progress(PlanText.Line(step), number, count);

    /// <inheritdoc/>
    public void StepDone(PlanStep step, ResourceState before, ResourceState after)
    {
        if (after[FileResource.InUseFact] is not null)
        {
            console.Say($"{step.Resource.Name} runs and is replaced; a restart of Windows finishes that");
        }
    }

    /// <inheritdoc/>
    public void Undoing(Plan plan, Exception? failure)
    {
        HasBegun = true;
        console.Say(failure is null
            ? $"putting back what operation {plan.Id} changed"
            : $"failed: {failure.Message}; putting everything back");
    }

    /// <inheritdoc/>
    public void End(OperationResult result)
    {
    }
}
