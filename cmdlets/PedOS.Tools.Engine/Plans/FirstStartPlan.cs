using System.Text;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Product;
using PedOS.Tools.Engine.Text;

namespace PedOS.Tools.Engine.Plans;

/// <summary>The plan that an installation left in an image, for its first start.</summary>
/// <param name="machine">The machine that the image has become.</param>
public sealed class FirstStartPlan(IMachine machine)
{
    /// <summary>Name of the file, in the installation's folder.</summary>
    public const string FileName = "first-start.json";

    private readonly string _path = new ProductLayout(machine.Facts).Folder + "\\" + FileName;

    /// <summary>Whether there is one.</summary>
    public bool IsThere => machine.Files.Find(_path) is { Kind: FileKind.File };

    /// <summary>Reads it.</summary>
    /// <exception cref="SetupException">It is damaged, or was written by a newer version.</exception>
    public Plan Read()
    {
        try
        {
            using Stream stream = machine.Files.OpenRead(_path);
            using StreamReader reader = new(stream, Encoding.UTF8);
            return Plan.FromJson(JsonText.Read(reader.ReadToEnd()));
        }
        catch (FormatException e)
        {
            throw new SetupException(
                SetupError.UnreadableJournal,
                $"{_path} cannot be read: {e.Message}",
                "Repair the installation with the package it came from.",
                e);
        }
    }
}
