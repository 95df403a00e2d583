using System.Runtime.InteropServices;

namespace PedOS.Build.Tools;

/// <summary>The dotnet command of the SDK that runs this build.</summary>
public sealed class DotNet(Workspace workspace)
{
    /// <summary>The muxer, taken from the running runtime: PATH may name another installation.</summary>
    public static string Muxer { get; } = Path.GetFullPath(Path.Join(
        RuntimeEnvironment.GetRuntimeDirectory(),
        "../../..",
        OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    /// <summary>
    /// For every process of the build: no server stays behind; program hosts, and tests that start "dotnet", find the
    /// same runtime.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>
    {
        ["DOTNET_ROOT"] = Path.GetDirectoryName(Muxer)!,
        ["PATH"] = string.Join(
            Path.PathSeparator, Path.GetDirectoryName(Muxer), System.Environment.GetEnvironmentVariable("PATH")),
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
        ["UseSharedCompilation"] = "false",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_NOLOGO"] = "1",
    };

    /// <summary>Runs one dotnet command that builds.</summary>
    /// <exception cref="BuildException">It failed; its output has been shown.</exception>
    public async Task RunAsync(string step, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        ChildResult result = await TryRunAsync(arguments, cancellationToken);
        if (!result.Succeeded)
        {
            throw new BuildException(Describe(step, result, arguments));
        }
    }

    /// <summary>What to say of a command that did not succeed: being too slow is no failure of the code.</summary>
    public static string Describe(string step, ChildResult result, IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(result);
        string command = $"dotnet {string.Join(' ', arguments)}";
        return result.TimedOut
            ? $"{step} was too slow and was ended after {result.Elapsed.TotalSeconds:F0} s; no error was seen. What is "
                + $"done is kept: try again when the machine has less to do: {command}"
            : $"{step} failed: {command}";
    }

    /// <summary>Runs one dotnet command that builds; shows its output only when it fails.</summary>
    public Task<ChildResult> TryRunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        ChildProcess.RunAsync(
            new ChildCommand(Muxer, arguments)
            {
                WorkingDirectory = workspace.Root,
                Timeout = TimeSpan.FromMinutes(15),
                Environment = Environment,
                ShowOnlyOnFailure = true,
                HideClosingLine = true,
            },
            cancellationToken);
}
