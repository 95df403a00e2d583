namespace PedOS.Build.Tools;

/// <summary>A program as it was published last, in a folder of its own, with what it was made from.</summary>
/// <param name="workspace">The tree.</param>
/// <param name="project">Its project file.</param>
/// <param name="runtime">What it is made for.</param>
public sealed class PublishedProgram(Workspace workspace, string project, string runtime)
{
    private readonly string _sources = new ProgramSources(workspace).HashOf(project, runtime);

    /// <summary>Its project file.</summary>
    public string Project => project;

    /// <summary>Its name.</summary>
    public string Name => Path.GetFileNameWithoutExtension(project);

    /// <summary>What belongs to it, and nothing else.</summary>
    public string Folder => workspace.At("out", "publish", runtime, Name);

    /// <summary>Its debug symbols.</summary>
    public string Symbols => workspace.At("out", "publish", runtime + "-symbols", Name);

    /// <summary>It was made from what is there now.</summary>
    public bool IsCurrent =>
        File.Exists(Stamp) && File.ReadAllText(Stamp) == _sources && Directory.Exists(Folder);

    private string Stamp => Folder + ".sources";

    /// <summary>Makes place for a new one.</summary>
    public void Begin()
    {
        // First of all: what follows may be cut off.
        if (File.Exists(Stamp))
        {
            File.Delete(Stamp);
        }

        foreach (string folder in (string[])[Folder, Symbols])
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }

            Directory.CreateDirectory(folder);
        }
    }

    /// <summary>It is complete.</summary>
    public void Complete() => File.WriteAllText(Stamp, _sources);
}
