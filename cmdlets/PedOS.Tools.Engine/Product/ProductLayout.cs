using PedOS.Tools.Engine.Machines;

namespace PedOS.Tools.Engine.Product;

/// <summary>Where the product is on a machine.</summary>
/// <param name="facts">The machine.</param>
public sealed class ProductLayout(MachineFacts facts)
{
    /// <summary>Name of the product as lists of programs show it.</summary>
    public const string DisplayName = "PedOS Windows Tools";

    /// <summary>Key of the entry in the list of installed programs.</summary>
    public const string UninstallKey =
        @"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall\PedOS Windows Tools";

    /// <summary>Name of the installation's folder.</summary>
    public const string FolderName = "PedOS Tools";

    /// <summary>Folder of the package that has the PowerShell modules.</summary>
    public const string ModuleFolder = "module";

    /// <summary>The installation's folder.</summary>
    public string Folder { get; } = facts.ProgramFiles + "\\" + FolderName;

    /// <summary>The programs' folder.</summary>
    public string Programs => Folder + @"\bin";

    /// <summary>The setup program.</summary>
    public string Setup => Programs + @"\setup.exe";

    /// <summary>Where modules are that Windows PowerShell and PowerShell 7 both find by their names.</summary>
    public string Modules => ModuleHome + @"\Modules";

    /// <summary>The folder above the modules.</summary>
    public string ModuleHome { get; } = facts.ProgramFiles + @"\WindowsPowerShell";

    /// <summary>Where a file or folder of the package goes.</summary>
    /// <param name="path">Its path in the package.</param>
    public string PathOf(string path) =>
        (IsModule(path) ? Modules + path.Substring(ModuleFolder.Length) : Folder + "\\" + path).Replace('/', '\\');

    /// <summary>Whether a file or folder of the package goes where modules are.</summary>
    /// <param name="path">Its path in the package.</param>
    public static bool IsModule(string path) =>
        path == ModuleFolder || path.StartsWith(ModuleFolder + "/", StringComparison.Ordinal);
}
