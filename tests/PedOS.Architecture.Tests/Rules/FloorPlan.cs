using PedOS.Architecture.Tests.Repository;

namespace PedOS.Architecture.Tests.Rules;

/// <summary>
/// The floors of one project. An arrow between two folders goes to a lower floor; folders of one floor may know each
/// other where that makes no circle. A folder inside of a listed one belongs to that, unless it is listed itself.
/// </summary>
/// <param name="Root">Folder of the project, for example <c>cmdlets/PedOS.Tools.Engine</c>.</param>
/// <param name="Floors">Folders below it with forward slashes, the lowest floor first; "" is the root.</param>
public sealed record FloorPlan(string Root, params string[][] Floors)
{
    /// <summary>Whether a file of the tree belongs to the project.</summary>
    public bool Holds(SourceFile file) => file.IsCode && file.Path.StartsWith(Root + "/", StringComparison.Ordinal);

    /// <summary>The listed folder that a file belongs to; null when there is none.</summary>
    public string? Folder(SourceFile file)
    {
        // Only the root has the root's files: a new folder has to be given a floor.
        for (string folder = file.Path[Root.Length..]; folder.Length > 0;)
        {
            folder = folder[..folder.LastIndexOf('/')];
            string listed = folder.TrimStart('/');
            if (Floor(listed) >= 0 && (listed.Length > 0 || file.Path == $"{Root}/{file.Name}"))
            {
                return listed;
            }
        }

        return null;
    }

    /// <summary>Number of a folder's floor, 0 for the lowest; -1 for a folder that is not listed.</summary>
    public int Floor(string folder) =>
        Array.FindIndex(Floors, floor => floor.Contains(folder, StringComparer.Ordinal));
}
