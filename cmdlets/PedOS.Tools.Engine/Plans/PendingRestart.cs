using PedOS.Tools.Engine.Logs;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Product;

namespace PedOS.Tools.Engine.Plans;

/// <summary>
/// What of the machine waits for a restart, as far as it matters to the tools. On most machines some updater has a file
/// deleted at every start; nobody could ever install if that counted.
/// </summary>
/// <param name="machine">The machine.</param>
public sealed class PendingRestart(IMachine machine)
{
    /// <summary>A rename in the product's folders or among the drivers, as text; null for none.</summary>
    public string? OfFiles => All.FirstOrDefault(Counts) is { } rename
        ? $"at the next start Windows will {rename}"
        : null;

    /// <summary>What servicing and Windows Update wait for; matters to drivers only.</summary>
    public string? OfServicing => machine.Running?.Boot.PendingServicing;

    /// <summary>How many files of others are renamed or deleted at the next start.</summary>
    public int Others => All.Count(rename => !IsLeftover(rename) && !Counts(rename));

    private IReadOnlyList<PendingRename> All => machine.Running?.Boot.PendingRenames ?? [];

    // The Windows Installer moves what is in use into its own folder and has it deleted: that is done, and an update
    // makes such entries itself before setup is called.
    private bool Counts(PendingRename rename) =>
        !rename.IsIn(machine.Facts.SystemDrive + @"\Config.Msi")
        && !IsLeftover(rename)
        && Folders.Any(rename.IsIn);

    // What was replaced or removed while it was in use.
    private bool IsLeftover(PendingRename rename) =>
        rename.Target.Length == 0
        && (rename.IsIn(machine.Facts.AsideFolder)
            || rename.Source.Equals(machine.Facts.SetupFolder, StringComparison.OrdinalIgnoreCase));

    private IEnumerable<string> Folders
    {
        get
        {
            ProductLayout layout = new(machine.Facts);
            string system = machine.Facts.WindowsDirectory + @"\System32";
            return
            [
                layout.Folder,
                layout.PathOf(ProductLayout.ModuleFolder + "/PedOSTools"),
                machine.Facts.SetupFolder,
                LogFolders.MadeFor(machine.Facts)[0],
                system + @"\drivers",
                system + @"\DriverStore",
            ];
        }
    }
}
