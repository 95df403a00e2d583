using PedOS.Tools.Engine.Books;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Resources;

namespace PedOS.Tools.Engine.Operations;

/// <summary>The receipt after an operation: what was installed before it, and what it did.</summary>
internal static class NextReceipt
{
    /// <summary>Makes it.</summary>
    /// <param name="before">The receipt before it; null when nothing was installed.</param>
    /// <param name="plan">What was done.</param>
    /// <param name="found">The state each changed resource had before, by id.</param>
    /// <returns>Null when nothing is installed any more.</returns>
    public static Receipt? Of(Receipt? before, Plan plan, IReadOnlyDictionary<string, ResourceState> found)
    {
        Dictionary<string, ReceiptEntry> old = (before?.Entries ?? [])
            .ToDictionary(static e => e.Resource.Id, StringComparer.OrdinalIgnoreCase);
        HashSet<string> planned = new(plan.Steps.Select(static s => s.Id), StringComparer.OrdinalIgnoreCase);
        List<ReceiptEntry> entries = [.. (before?.Entries ?? []).Where(e => !planned.Contains(e.Resource.Id))];
        foreach (PlanStep step in plan.Steps.Where(static s => !s.Resource.IsTransient))
        {
            if (!step.Resource.IsSame(step.Target, step.Resource.Desired))
            {
                continue;
            }

            // Not the engine's to bring back.
            ResourceState original = step.Resource is InstallerFileResource or AdoptedDriverResource
                ? ResourceState.Absent()
                : old.TryGetValue(step.Id, out ReceiptEntry? entry) ? entry.Original
                : found.TryGetValue(step.Id, out ResourceState? state) ? state
                : step.Found;
            entries.Add(new(step.Resource, original));
        }

        // What was there before the tools and is left as it was is nobody's business any more.
        return plan.Components.Count == 0 || entries.Count == 0
            ? null
            : new(plan.Version, plan.Id, plan.Components, entries) { Origin = plan.Origin ?? before?.Origin };
    }
}
