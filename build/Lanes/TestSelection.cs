using PedOS.Build.Tools;

namespace PedOS.Build.Lanes;

/// <summary>Which lanes and test projects were asked for; nothing named means all.</summary>
public sealed class TestSelection(IReadOnlyList<string> names)
{
    /// <summary>Nothing was named.</summary>
    public bool IsEverything => names.Count == 0;

    /// <summary>Whether the lane was asked for.</summary>
    public bool IncludesLane(string lane) => IsEverything || names.Contains(lane, StringComparer.Ordinal);

    /// <summary>Whether the project was asked for, by its name or by its lane.</summary>
    public bool Includes(TestProject project)
    {
        ArgumentNullException.ThrowIfNull(project);
        return IncludesLane(LaneNames.Of(project.Evidence))
            || names.Contains(project.Name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Refuses a name that selects nothing: a typing error must not look like a green run.</summary>
    /// <exception cref="BuildException">A name is neither a lane nor a project.</exception>
    public void Check(IReadOnlyList<TestProject> projects)
    {
        foreach (string name in names)
        {
            if (!LaneNames.All.Contains(name, StringComparer.Ordinal)
                && !projects.Any(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            {
                throw new BuildException(
                    $"test: \"{name}\" is neither a lane ({string.Join(", ", LaneNames.All)}) nor a project in tests/");
            }
        }
    }
}
