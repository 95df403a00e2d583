using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Plans;

namespace PedOS.Tools.Engine.Operations;

/// <summary>
/// Where the two logs of an operation go: <c>%TEMP%</c> of the caller, or beside the journal of an image. When nothing
/// stays installed in the image the journal goes, and the logs are in <c>%TEMP%</c>, too.
/// </summary>
/// <param name="machine">The machine that is changed.</param>
/// <param name="temporary">The folder for temporary files.</param>
public sealed class OperationLogPlace(IMachine machine, string temporary)
{
    /// <summary>For the caller of this process.</summary>
    public OperationLogPlace(IMachine machine)
        : this(machine, Path.GetTempPath())
    {
    }

    /// <summary>Where a log of an operation is, for people; a path of the image begins with its drive.</summary>
    /// <param name="plan">What is done.</param>
    /// <param name="name">File name.</param>
    public string PathOf(Plan plan, string name) => IsBesideJournal(plan)
        ? $"{new SetupFolder(machine).Path}\\{name}"
        : Path.Combine(temporary, name);

    /// <summary>Opens a log of an operation that has its journal already.</summary>
    /// <param name="plan">What is done.</param>
    /// <param name="name">File name.</param>
    /// <exception cref="SetupException">It cannot be opened.</exception>
    public IAppendFile Open(Plan plan, string name)
    {
        string path = PathOf(plan, name);
        return IsBesideJournal(plan)
            ? machine.Files.OpenAppend(path)
            : new AppendFile(path, path, static () => { });
    }

    private bool IsBesideJournal(Plan plan) => machine.Kind == MachineKind.Image && plan.Components.Count > 0;
}
