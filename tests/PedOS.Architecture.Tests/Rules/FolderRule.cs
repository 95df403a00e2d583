using PedOS.Architecture.Tests.Repository;

namespace PedOS.Architecture.Tests.Rules;

/// <summary>Arrows between the folders of a project go down only, and there is no circle.</summary>
public static class FolderRule
{
    /// <summary>Checks one project.</summary>
    public static IEnumerable<string> Check(FloorPlan plan, IReadOnlyCollection<SourceFile> tree)
    {
        FolderGraph graph = new(plan, tree);
        HashSet<string?> used = [.. tree.Where(plan.Holds).Select(plan.Folder)];
        IEnumerable<string> empty = plan.Floors.SelectMany(static floor => floor)
            .Where(folder => !used.Contains(folder))
            .Select(folder => $"{plan.Root}: has no folder \"{folder}\" for its floor");
        IEnumerable<string> upwards = graph.Arrows
            .Where(a => plan.Floor(a.From) < plan.Floor(a.To))
            .Select(static a => $"{a.File}: \"{a.From}\" is below \"{a.To}\" and must not know it ({a.Why})");
        return [.. graph.Findings, .. empty, .. upwards, .. Circles(plan, graph)];
    }

    // Only within a floor: an arrow that leaves it comes back by one that goes up.
    private static string[] Circles(FloorPlan plan, FolderGraph graph)
    {
        ILookup<string, FolderArrow> level = graph.Arrows
            .Where(a => plan.Floor(a.From) == plan.Floor(a.To))
            .ToLookup(static a => a.From, StringComparer.Ordinal);
        HashSet<string> done = new(StringComparer.Ordinal);
        return [.. level.Select(static g => g.Key).SelectMany(folder => Follow(level, [], folder, done))];
    }

    private static IEnumerable<string> Follow(
        ILookup<string, FolderArrow> level, List<FolderArrow> way, string folder, HashSet<string> done)
    {
        int start = way.FindIndex(a => a.From == folder);
        if (start >= 0)
        {
            FolderArrow[] circle = [.. way.Skip(start)];
            yield return $"{circle[0].File}: a circle of folders: {folder}"
                + string.Concat(circle.Select(static a => $" -> {a.To} ({a.Why})"));
            yield break;
        }

        if (done.Contains(folder))
        {
            yield break;
        }

        foreach (FolderArrow arrow in level[folder].DistinctBy(static a => a.To))
        {
            foreach (string circle in Follow(level, [.. way, arrow], arrow.To, done))
            {
                yield return circle;
            }
        }

        _ = done.Add(folder);
    }
}
