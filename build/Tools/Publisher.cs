using System.Diagnostics;

namespace PedOS.Build.Tools;

/// <summary>Publishes the programs of agents/ the way they are shipped or run in tests.</summary>
public sealed class Publisher(Workspace workspace, DotNet dotnet)
{
    /// <summary>Bytes that a Windows program may have.</summary>
    public const long MaxProgramBytes = 5_000_000;

    /// <summary>Bytes that all Windows programs together may have.</summary>
    public const long MaxProgramsBytes = 30_000_000;

    /// <summary>Folders below agents/ whose project is a program.</summary>
    public IReadOnlyList<string> FindPrograms() =>
        [.. Directory.EnumerateDirectories(workspace.At("agents"))
            .SelectMany(static folder => Directory.EnumerateFiles(folder, "*.csproj"))
            .Where(static project => File.ReadAllText(project).Contains("Program.props", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];

    /// <summary>For this machine: needs the installed runtime, compiled ahead so that start-up is short.</summary>
    public async Task PublishLinuxAsync(CancellationToken cancellationToken)
    {
        foreach (string program in FindPrograms())
        {
            await PublishAsync(program, "linux-x64", selfContained: false, workspace.LinuxPrograms, cancellationToken);
        }
    }

    /// <summary>
    /// For Windows: native programs that need no runtime, each at most <see cref="MaxProgramBytes"/>. The solution has
    /// been built before. Their debug symbols go to <see cref="Workspace.WindowsSymbols"/>.
    /// </summary>
    /// <exception cref="BuildException">One cannot be linked or is too large.</exception>
    public async Task PublishWindowsAsync(CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        string folder = workspace.WindowsPrograms;
        foreach (string made in new[] { folder, workspace.WindowsSymbols }.Where(Directory.Exists))
        {
            // What is no longer made must not be shipped.
            Directory.Delete(made, recursive: true);
        }

        Directory.CreateDirectory(workspace.WindowsSymbols);
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = Environment.ProcessorCount,
            CancellationToken = cancellationToken,
        };
        await Parallel.ForEachAsync(FindPrograms(), options, async (program, stop) =>
        {
            // The libraries are built already, once for all of them.
            await PublishAsync(
                program, "win-x64", selfContained: true, folder, stop, "-p:BuildProjectReferences=false");
            string name = Path.GetFileNameWithoutExtension(program);
            string symbols = Path.Join(
                Path.GetDirectoryName(program), "bin", "Release", "net10.0", "win-x64", "native", name + ".pdb");
            File.Copy(symbols, Path.Join(workspace.WindowsSymbols, name + ".pdb"));
        });
        new SizeTable(folder, MaxProgramBytes, MaxProgramsBytes).Print();
        Console.WriteLine($"publish: {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s for the Windows programs");
    }

    /// <summary>A Windows test program.</summary>
    /// <param name="project">Its project file.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Its executable.</returns>
    public async Task<string> PublishWindowsTestAsync(string project, CancellationToken cancellationToken)
    {
        string name = Path.GetFileNameWithoutExtension(project);
        string folder = Path.Join(workspace.WindowsTests, name);
        await PublishAsync(project, "win-x64", selfContained: true, folder, cancellationToken);
        return Path.Join(folder, name + ".exe");
    }

    private async Task PublishAsync(
        string project,
        string runtime,
        bool selfContained,
        string folder,
        CancellationToken cancellationToken,
        params string[] properties)
    {
        string name = Path.GetFileNameWithoutExtension(project);
        Console.WriteLine($"publish: {name} {runtime} -> {Path.GetRelativePath(workspace.Root, folder)}");
        await dotnet.RunAsync(
            $"publishing {name} for {runtime}",
            [
                "publish", project, "-c", "Release", "-r", runtime,
                selfContained ? "--self-contained" : "--no-self-contained", "--no-restore", "-o", folder,
                "-nodeReuse:false", "-v", "quiet", "-nologo", .. properties,
            ],
            cancellationToken);
    }
}
