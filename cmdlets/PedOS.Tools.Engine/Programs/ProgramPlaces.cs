using PedOS.Tools.Engine.Product;

namespace PedOS.Tools.Engine.Programs;

/// <summary>Finds the programs of the product on this computer.</summary>
/// <param name="module">Folder of the module, or of the program that asks.</param>
public sealed class ProgramPlaces(string module)
{
    /// <summary>Environment variable: the folder of the programs instead of the usual one.</summary>
    public const string Variable = "PEDOS_BIN";

    // The module lies beside the programs' folder, or in a folder of its own some levels below.
    private static readonly string[] Near = ["bin", "../bin", "../../bin", "../../../bin"];

    /// <summary>Path of a program.</summary>
    /// <param name="name">Its name without an extension.</param>
    /// <exception cref="SetupException">It is nowhere (<see cref="SetupError.NotInstalled"/>).</exception>
    public string Find(string name)
    {
        string file = name + (Path.DirectorySeparatorChar == '\\' ? ".exe" : "");
        return Folders().Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists)
            ?? throw new SetupException(
                SetupError.NotInstalled,
                $"the program {name} is not on this computer",
                $"Install PedOS Windows Tools, or name the folder of the programs in the variable {Variable}.");
    }

    private IEnumerable<string> Folders()
    {
        string? named = Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrEmpty(named))
        {
            // Who names a folder means that one.
            return [named];
        }

        string installed = Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles);
        IEnumerable<string> near = Near.Select(relative => Path.GetFullPath(Path.Combine(module, relative)));
        return installed.Length == 0
            ? near
            : near.Concat([Path.Combine(installed, ProductLayout.FolderName, "bin")]);
    }
}
