using System.Globalization;
using System.Xml.Linq;
using PedOS.Build.Tools;

namespace PedOS.Build.Lanes;

/// <summary>A test program, as its project file describes it.</summary>
/// <param name="Path">Its project file.</param>
/// <param name="Evidence">Its lane: <c>EvidenceClass</c> in the project file, unit when absent.</param>
/// <param name="IsForWindows"><c>TestOs</c> is windows: published for win-x64 and run under Wine.</param>
/// <param name="Timeout"><c>TestTimeoutSeconds</c>, or what its lane allows.</param>
public sealed record TestProject(string Path, EvidenceClass Evidence, bool IsForWindows, TimeSpan Timeout)
{
    /// <summary>The project's name.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>What the solution build made of it.</summary>
    public string Assembly => BuiltAssembly(Path);

    /// <summary>Finds tests/*.Tests/*.csproj, in the order of lanes and names.</summary>
    public static IReadOnlyList<TestProject> Discover(Workspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        string tests = workspace.At("tests");
        if (!Directory.Exists(tests))
        {
            return [];
        }

        return [.. Directory.EnumerateDirectories(tests, "*.Tests")
            .SelectMany(static folder => Directory.EnumerateFiles(folder, "*.csproj"))
            .Select(Read)
            .OrderBy(static project => project.Evidence)
            .ThenBy(static project => project.Name, StringComparer.Ordinal)];
    }

    /// <summary>Reads one project file.</summary>
    /// <exception cref="BuildException">A property has a value the build does not know.</exception>
    public static TestProject Read(string path)
    {
        XDocument project = XDocument.Load(path);
        string testOs = Property(project, "TestOs") ?? "linux";
        bool isForWindows = testOs switch
        {
            "linux" => false,
            "windows" => true,
            _ => throw new BuildException($"{path}: TestOs is \"{testOs}\"; it may be linux or windows"),
        };
        string named = Property(project, "EvidenceClass") ?? (isForWindows ? "wine" : "unit");
        EvidenceClass evidence = named switch
        {
            "unit" => EvidenceClass.Unit,
            "peer" => EvidenceClass.Peer,
            "crash" => EvidenceClass.Crash,
            "hosted" => EvidenceClass.Hosted,
            "wine" => EvidenceClass.Wine,
            _ => throw new BuildException(
                $"{path}: EvidenceClass is \"{named}\"; it may be unit, peer, crash, hosted or wine"),
        };
        TimeSpan timeout = DefaultTimeout(evidence);
        if (Property(project, "TestTimeoutSeconds") is { } text)
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds)
                || seconds is 0 or > 3600)
            {
                throw new BuildException($"{path}: TestTimeoutSeconds is \"{text}\"; it may be 1 to 3600");
            }

            timeout = TimeSpan.FromSeconds(seconds);
        }

        return new TestProject(path, evidence, isForWindows, timeout);
    }

    /// <summary>Where the solution build puts the assembly of a project below tests/.</summary>
    public static string BuiltAssembly(string projectPath) => System.IO.Path.Join(
        System.IO.Path.GetDirectoryName(projectPath),
        "bin",
        "Release",
        "net10.0",
        System.IO.Path.GetFileNameWithoutExtension(projectPath) + ".dll");

    private static TimeSpan DefaultTimeout(EvidenceClass evidence) => evidence switch
    {
        EvidenceClass.Unit => TimeSpan.FromMinutes(3),
        EvidenceClass.Peer => TimeSpan.FromMinutes(5),
        _ => TimeSpan.FromMinutes(6),
    };

    private static string? Property(XDocument project, string name) =>
        project.Descendants().LastOrDefault(e => e.Name.LocalName == name)?.Value.Trim();
}
