using PedOS.Tools.Engine.Books;
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
            : Create(path);
    }

    // Others may write there, too, and guess the name: what has it already is not ours to write into.
    private static AppendFile Create(string path)
    {
        try
        {
            return new(
                new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read), path, static _ => { });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SetupException(
                SetupError.InputOutput, $"{path} cannot be made: {e.Message}", "Check the folder and its rights.", e);
        }
    }

    private bool IsBesideJournal(Plan plan) => machine.Kind == MachineKind.Image && plan.Components.Count > 0;
}
