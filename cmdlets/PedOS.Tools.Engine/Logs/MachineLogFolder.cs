using PedOS.Tools.Engine.Machines;

namespace PedOS.Tools.Engine.Logs;

/// <summary>A folder of a machine that may not be running.</summary>
/// <param name="files">Its files.</param>
/// <param name="path">The folder, as the machine sees it.</param>
public sealed class MachineLogFolder(IFileTree files, string path) : ILogFolder
{
    /// <inheritdoc/>
    public IReadOnlyList<string> List() =>
        [.. files.List(path).Where(static e => e.Kind == FileKind.File).Select(static e => e.Name)];

    /// <inheritdoc/>
    public Stream? TryOpen(string fileName)
    {
        try
        {
            return files.OpenRead(path + "\\" + fileName);
        }
        catch (SetupException)
        {
            // Swept away between listing and opening, or not ours to read.
            return null;
        }
    }
}
