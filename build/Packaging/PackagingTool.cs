using System.Globalization;
using PedOS.Build.Tools;

namespace PedOS.Build.Packaging;

/// <summary>Runs the programs that make images and packages.</summary>
/// <param name="workspace">Where.</param>
/// <param name="date">What they take for the time.</param>
public sealed class PackagingTool(Workspace workspace, DateTimeOffset date)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>The time as these programs are told it: seconds since 1970.</summary>
    public string Seconds { get; } = date.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>Runs one to its end; its output is shown only when it fails.</summary>
    /// <param name="program">Its name.</param>
    /// <param name="arguments">Passed one by one.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="folder">Where it runs; the tree when not told.</param>
    /// <returns>What it wrote.</returns>
    /// <exception cref="BuildException">It cannot be started, failed or took too long.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(
        string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken, string? folder = null)
    {
        ChildResult result = await ChildProcess.RunAsync(
            new ChildCommand(program, arguments)
            {
                WorkingDirectory = folder ?? workspace.Root,
                Timeout = Limit,
                Environment = new Dictionary<string, string>
                {
                    [SourceDate.Variable] = Seconds,
                    ["LC_ALL"] = "C.UTF-8",
                    ["TZ"] = "UTC",
                },
                Indent = "  ",
                ShowOnlyOnFailure = true,
            },
            cancellationToken);
        return result.Succeeded
            ? result.Lines
            : throw new BuildException($"{program} failed, see above");
    }
}
