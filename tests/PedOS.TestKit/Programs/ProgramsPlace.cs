namespace PedOS.TestKit.Programs;

/// <summary>Where the programs under test are.</summary>
public static class ProgramsPlace
{
    /// <summary>Variable that names their directory.</summary>
    public const string Variable = "PEDOS_BIN";

    /// <summary>Their directory: PEDOS_BIN, else out/bin below the root of the repository.</summary>
    public static string FullPath => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } place
        ? Path.GetFullPath(place)
        : Path.Combine(FindRepositoryRoot(), "out", "bin");

    /// <summary>Names of all programs that the repository has sources of.</summary>
    public static IReadOnlyList<string> Names =>
        [.. Directory.EnumerateFiles(
                Path.Combine(FindRepositoryRoot(), "agents"), "*.csproj", SearchOption.AllDirectories)
            .Where(static project => File.ReadAllText(project).Contains("Program.props", StringComparison.Ordinal))
            .Select(static project => Path.GetFileNameWithoutExtension(project))
            .Order(StringComparer.Ordinal)];

    /// <summary>Finds the directory that holds the solution file.</summary>
    /// <exception cref="DirectoryNotFoundException">There is none above this program.</exception>
    public static string FindRepositoryRoot()
    {
        string? directory = AppContext.BaseDirectory;
        while (directory is not null && !File.Exists(Path.Combine(directory, "PedOSTools.slnx")))
        {
            directory = Path.GetDirectoryName(directory);
        }

        return directory ?? throw new DirectoryNotFoundException(
            $"no PedOSTools.slnx above {AppContext.BaseDirectory}; set {Variable}");
    }

    /// <summary>Path of a program.</summary>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    public static string PathOf(string program)
    {
        string path = Path.Combine(FullPath, program);
        return File.Exists(path)
            ? path
            : throw new FileNotFoundException(
                $"{path} is not there; build the programs first, or set {Variable}", path);
    }
}
