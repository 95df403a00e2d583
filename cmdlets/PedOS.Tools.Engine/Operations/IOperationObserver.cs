using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Resources;

namespace PedOS.Tools.Engine.Operations;

/// <summary>Is told how an operation goes on; for progress and logs. Nothing it does changes the operation.</summary>
public interface IOperationObserver
{
    /// <summary>The operation begins, or goes on.</summary>
    void Begin(Plan plan);

    /// <summary>A step is about to be changed.</summary>
    /// <param name="step">The step.</param>
    /// <param name="number">Its number among the changes, from 1.</param>
    /// <param name="count">Changes there are.</param>
    void StepBegins(PlanStep step, int number, int count);

    /// <summary>A step was changed.</summary>
    /// <param name="step">The step.</param>
    /// <param name="before">State before.</param>
    /// <param name="after">State it has now.</param>
    void StepDone(PlanStep step, ResourceState before, ResourceState after);

    /// <summary>The operation is being undone.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="failure">Why; null when somebody asked for it.</param>
    void Undoing(Plan plan, Exception? failure);

    /// <summary>It is over for now.</summary>
    void End(OperationResult result);
}
