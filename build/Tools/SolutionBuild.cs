namespace PedOS.Build.Tools;

/// <summary>Restore, build and format of the whole solution.</summary>
public sealed class SolutionBuild(Workspace workspace, DotNet dotnet)
{
    private static readonly string[] Quiet = ["-nodeReuse:false", "-v", "quiet", "-nologo"];

    /// <summary>Restores and builds everything in Release.</summary>
    /// <exception cref="BuildException">It does not build.</exception>
    public Task BuildAsync(CancellationToken cancellationToken) => BuildAsync(workspace.Solution, cancellationToken);

    /// <summary>Restores everything and builds one project with what it needs.</summary>
    /// <exception cref="BuildException">It does not build.</exception>
    public async Task BuildAsync(string project, CancellationToken cancellationToken)
    {
        await dotnet.RunAsync("restore", ["restore", workspace.Solution, .. Quiet], cancellationToken);
        await dotnet.RunAsync(
            "build", ["build", project, "-c", "Release", "--no-restore", .. Quiet], cancellationToken);
    }

    /// <summary>Whether the formatter would change nothing; prints what it would change.</summary>
    public async Task<bool> IsFormattedAsync(CancellationToken cancellationToken)
    {
        ChildResult result = await dotnet.TryRunAsync(
            ["format", workspace.Solution, "--no-restore", "--verify-no-changes", "-v", "minimal"], cancellationToken);
        return result.Succeeded;
    }

    /// <summary>Lets the formatter change what it wants.</summary>
    /// <exception cref="BuildException">It failed.</exception>
    public Task FormatAsync(CancellationToken cancellationToken) =>
        dotnet.RunAsync("format", ["format", workspace.Solution, "-v", "minimal"], cancellationToken);
}
