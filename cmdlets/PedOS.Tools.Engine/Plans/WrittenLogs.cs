using PedOS.Tools.Contracts.Files;
using PedOS.Tools.Contracts.Product;
using PedOS.Tools.Engine.Logs;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Product;
using PedOS.Tools.Engine.Resources;

namespace PedOS.Tools.Engine.Plans;

/// <summary>
/// The logs that the programs have written since the installation. They go with the product, and the common folder
/// when nothing else is in it; files of others stay, wherever they are. A folder that others may change is left alone,
/// as the programs leave it: none of the files there are theirs, whatever their names.
/// </summary>
internal static class WrittenLogs
{
    /// <summary>Steps that remove them; after those that stop the programs.</summary>
    public static IEnumerable<PlanStep> Remove(IMachine machine)
    {
        foreach (string folder in LogFolders.PathsOf(machine).Where(f => IsFolder(machine, f) && IsUsed(machine, f)))
        {
            foreach (FileEntry entry in machine.Files.List(folder).Where(IsOurs))
            {
                yield return Gone(machine, new LogFileResource($"{folder}\\{entry.Name}", ComponentNames.Shared));
            }
        }

        foreach (string folder in LogFolders.MadeFor(machine.Facts).Reverse().Where(f => IsFolder(machine, f)))
        {
            yield return Gone(
                machine, new DirectoryResource(folder, ComponentNames.Shared, AccessRule.AdministratorsOnly));
        }
    }

    /// <summary>Whether a resource is a folder that <see cref="Remove"/> removes, when it is empty then.</summary>
    public static bool Removes(IMachine machine, Resource resource) =>
        resource is DirectoryResource
        && LogFolders.MadeFor(machine.Facts).Contains(resource.Name, StringComparer.OrdinalIgnoreCase);

    private static PlanStep Gone(IMachine machine, Resource resource) =>
        new(resource, resource.Detect(machine), ResourceState.Absent());

    private static bool IsOurs(FileEntry entry) => entry.Kind == FileKind.File
        && AgentPrograms.All.Any(program => LogFileLabel.TryRead(entry.Name, program) is not null);

    // The rule of the programs. A volume that keeps no rights has none that could be wrong.
    private static bool IsUsed(IMachine machine, string folder) =>
        machine.Files.FindSecurity(folder) is not { } descriptor
        || DirectoryRights.FindDanger(descriptor, own: "").Length == 0;

    private static bool IsFolder(IMachine machine, string path)
    {
        try
        {
            return machine.Files.Find(path) is { Kind: FileKind.Directory };
        }
        catch (SetupException e) when (e.Error == SetupError.UnsafePath)
        {
            // A link leads there: what is behind it is nobody's to remove.
            return false;
        }
    }
}
