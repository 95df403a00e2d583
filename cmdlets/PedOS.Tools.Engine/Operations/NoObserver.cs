using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Resources;

namespace PedOS.Tools.Engine.Operations;

/// <summary>Nobody watches.</summary>
public sealed class NoObserver : IOperationObserver
{
    /// <summary>The only one.</summary>
    public static NoObserver Instance { get; } = new();

    /// <inheritdoc/>
    public void Begin(Plan plan)
    {
    }

    /// <inheritdoc/>
    public void StepBegins(PlanStep step, int number, int count)
    {
    }

    /// <inheritdoc/>
    public void StepDone(PlanStep step, ResourceState before, ResourceState after)
    {
    }

    /// <inheritdoc/>
    public void Undoing(Plan plan, Exception? failure)
    {
    }

    /// <inheritdoc/>
    public void End(OperationResult result)
    {
    }
}
