using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Resources;

namespace PedOS.Tools.Engine.Operations;

/// <summary>
/// Groups steps that become durable together: flushing after each file would take most of the time. Directories and
/// the files in them are never in one group, and what a running system does stands alone.
/// </summary>
public static class StepBatches
{
    /// <summary>Steps of one group.</summary>
    public const int MaxSteps = 1024;

    /// <summary>Bytes of the files of one group; one file may have more.</summary>
    public const long MaxBytes = 512L * 1024 * 1024;

    /// <summary>Splits steps into groups, keeping their order.</summary>
    public static IEnumerable<IReadOnlyList<PlanStep>> Split(IEnumerable<PlanStep> steps)
    {
        List<PlanStep> batch = [];
        long bytes = 0;
        foreach (PlanStep step in steps)
        {
            bool isFull = batch.Count == MaxSteps
                || (batch.Count > 0 && bytes + step.Resource.Cost > MaxBytes)
                || (batch.Count > 0 && Class(batch[0].Resource) != Class(step.Resource))
                || (batch.Count > 0 && step.Resource.NeedsRunningSystem);
            if (isFull)
            {
                yield return batch;
                batch = [];
                bytes = 0;
            }

            batch.Add(step);
            bytes += step.Resource.Cost;
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    private static int Class(Resource resource) => resource switch
    {
        { NeedsRunningSystem: true } => 0,
        DirectoryResource => 1,
        { IsKept: true } => 2,
        _ => 3,
    };
}
