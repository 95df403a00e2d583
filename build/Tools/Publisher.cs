using System.Diagnostics;

namespace PedOS.Build.Tools;

/// <summary>
/// Publishes the programs of agents/ as native code, the way they are shipped and tested. Only those are made anew
/// whose sources have changed.
/// </summary>
public sealed class Publisher(Workspace workspace, DotNet dotnet)
{
    /// <summary>Bytes that a Windows program may have.</summary>
    public const long MaxProgramBytes = 5_000_000;

    /// <summary>Bytes that all Windows programs together may have.</summary>
    public const long MaxProgramsBytes = 30_000_000;

    private const string Linux = "linux-x64";
    private const string Windows = "win-x64";

    /// <summary>Folders below agents/ whose project is a program.</summary>
    public IReadOnlyList<string> FindPrograms() =>
        [.. Directory.EnumerateDirectories(workspace.At("agents"))
            .SelectMany(static folder => Directory.EnumerateFiles(folder, "*.csproj"))
            .Where(static project => File.ReadAllText(project).Contains("Program.props", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];

    /// <summary>For this machine; on Windows there is nothing to do.</summary>
    /// <param name="isBuilt">The solution has been built: several can be made at once.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BuildException">One cannot be made.</exception>
    public async Task PublishLinuxAsync(bool isBuilt, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsLinux())
        {
            _ = await PublishProgramsAsync(Linux, isBuilt, workspace.LinuxPrograms, cancellationToken);
        }
    }

    /// <summary>
    /// For Windows, each at most <see cref="MaxProgramBytes"/>. The solution has been built before. Their debug symbols
    /// go to <see cref="Workspace.WindowsSymbols"/>.
    /// </summary>
    /// <exception cref="BuildException">One cannot be linked, is too large or not as it has to be.</exception>
    public async Task PublishWindowsAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<PublishedProgram> programs =
            await PublishProgramsAsync(Windows, isBuilt: true, workspace.WindowsPrograms, cancellationToken);
        LayOut(workspace.WindowsSymbols, programs.Select(static program => program.Symbols));

        // Those that are linked on Windows have another C library in them.
        if (!OperatingSystem.IsWindows())
        {
            foreach (PublishedProgram program in programs)
            {
                ProgramImage.Require(Path.Join(workspace.WindowsPrograms, program.Name + ".exe"));
            }
        }

        new SizeTable(workspace.WindowsPrograms, MaxProgramBytes, MaxProgramsBytes).Print();
    }

    /// <summary>A Windows test program.</summary>
    /// <param name="project">Its project file.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Its executable.</returns>
    public async Task<string> PublishWindowsTestAsync(string project, CancellationToken cancellationToken)
    {
        string name = Path.GetFileNameWithoutExtension(project);
        string folder = Path.Join(workspace.WindowsTests, name);
        await PublishAsync(project, Windows, folder, cancellationToken);
        return Path.Join(folder, name + ".exe");
    }

    private async Task<IReadOnlyList<PublishedProgram>> PublishProgramsAsync(
        string runtime, bool isBuilt, string folder, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        PublishedProgram[] programs =
            [.. FindPrograms().Select(project => new PublishedProgram(workspace, project, runtime))];
        PublishedProgram[] changed = [.. programs.Where(static program => !program.IsCurrent)];

        // The libraries are built already, once for all of them; otherwise two would build the same at once.
        string[] properties = isBuilt ? ["-p:BuildProjectReferences=false"] : [];
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = isBuilt ? Environment.ProcessorCount : 1,
            CancellationToken = cancellationToken,
        };
        await Parallel.ForEachAsync(changed, options, async (program, stop) =>
        {
            program.Begin();
            await PublishAsync(program.Project, runtime, program.Folder, stop, properties);
            if (runtime == Windows)
            {
                string native = Path.Join(
                    Path.GetDirectoryName(program.Project), "bin", "Release", "net10.0", runtime, "native");
                string symbols = program.Name + ".pdb";
                File.Copy(Path.Join(native, symbols), Path.Join(program.Symbols, symbols));
            }

            program.Complete();
        });

        // What is no longer made must neither be tested nor shipped.
        LayOut(folder, programs.Select(static program => program.Folder));
        Console.WriteLine(
            $"publish: {changed.Length} of {programs.Length} programs for {runtime} have changed, "
            + $"{Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s");
        return programs;
    }

    private static void LayOut(string folder, IEnumerable<string> parts)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        foreach (string part in parts)
        {
            foreach (string file in Directory.EnumerateFiles(part, "*", SearchOption.AllDirectories))
            {
                string target = Path.Join(folder, Path.GetRelativePath(part, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }
        }
    }

    private async Task PublishAsync(
        string project, string runtime, string folder, CancellationToken cancellationToken, params string[] properties)
    {
        string name = Path.GetFileNameWithoutExtension(project);
        Console.WriteLine($"publish: {name} {runtime} -> {Path.GetRelativePath(workspace.Root, folder)}");
        await dotnet.RunAsync(
            $"publishing {name} for {runtime}",
            [
                "publish", project, "-c", "Release", "-r", runtime, "--self-contained", "--no-restore", "-o", folder,
                "-nodeReuse:false", "-v", "quiet", "-nologo", .. properties,
            ],
            cancellationToken);
    }
}
