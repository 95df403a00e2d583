namespace PedOS.Build;

/// <summary>Publishes the programs of agents/ the way they are shipped or run in tests.</summary>
public sealed class Publisher(Workspace workspace, DotNet dotnet)
{
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

    /// <summary>For Windows: brings its own runtime, because a guest has none.</summary>
    public async Task PublishWindowsAsync(CancellationToken cancellationToken)
    {
        foreach (string program in FindPrograms())
        {
            await PublishAsync(program, "win-x64", selfContained: true, workspace.WindowsPrograms, cancellationToken);
        }
    }

    /// <summary>A Windows test program.</summary>
    /// <returns>Its executable.</returns>
    public async Task<string> PublishWindowsTestAsync(TestProject project, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(project);
        string folder = Path.Join(workspace.WindowsTests, project.Name);
        await PublishAsync(project.Path, "win-x64", selfContained: true, folder, cancellationToken);
        return Path.Join(folder, project.Name + ".exe");
    }

    private async Task PublishAsync(
        string project, string runtime, bool selfContained, string folder, CancellationToken cancellationToken)
    {
        string name = Path.GetFileNameWithoutExtension(project);
        Console.WriteLine($"publish: {name} {runtime} -> {Path.GetRelativePath(workspace.Root, folder)}");
        await dotnet.RunAsync(
            $"publishing {name} for {runtime}",
            [
                "publish", project, "-c", "Release", "-r", runtime,
                selfContained ? "--self-contained" : "--no-self-contained", "--no-restore", "-o", folder,
                "-p:PublishReadyToRun=true", "-nodeReuse:false", "-v", "quiet", "-nologo",
            ],
            cancellationToken);
    }
}
