using System.Diagnostics;
using PedOS.Build.Tools;

namespace PedOS.Build.Lanes;

/// <summary>
/// The Windows binaries under Wine: test programs with <c>TestOs</c> windows, then tests/wine/run.sh.
/// </summary>
public sealed class WineLane(Workspace workspace, DotNet dotnet, ConsoleRunner console)
{
    private static readonly TimeSpan PrefixTime = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan ScriptTime = TimeSpan.FromMinutes(6);

    private string Script => workspace.At("tests", "wine", "run.sh");

    /// <summary>Runs the lane, or says in one line why it cannot.</summary>
    /// <param name="projects">The Windows test programs.</param>
    /// <param name="withScript">Also runs the script over our Windows programs.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<RunTotals> RunAsync(
        IReadOnlyList<TestProject> projects, bool withScript, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(projects);
        Requirement[] requirements = [Requirement.Wine, Requirement.WindowsLinker];
        if (requirements.FirstOrDefault(static r => !r.IsPresent()) is { } missing)
        {
            Console.WriteLine($"  skipped: {missing.Name} is not installed (./build.sh setup, as root)");
            return RunTotals.OneSkipped;
        }

        if (WineProgram.FixedAddresses.Count == 0)
        {
            Console.WriteLine("  setarch is refused: Wine fails to start a program once in some thousand times");
        }

        Process? first = null;
        try
        {
            await CreatePrefixAsync(cancellationToken);
            first = WineProgram.KeepRunning(WineEnvironment);
            return await RunTestsAsync(projects, cancellationToken)
                + (withScript ? await RunScriptAsync(cancellationToken) : default);
        }
        finally
        {
            await EndWineAsync();
            first?.Dispose();
        }
    }

    private async Task<RunTotals> RunTestsAsync(
        IReadOnlyList<TestProject> projects, CancellationToken cancellationToken)
    {
        var publisher = new Publisher(workspace, dotnet);
        var xunit = new XunitRunner(workspace);
        RunTotals totals = default;
        if (projects.Any(project => !project.IsForWindows))
        {
            await publisher.PublishWindowsAsync(cancellationToken);
        }

        foreach (TestProject project in projects)
        {
            if (!project.IsForWindows)
            {
                // It runs here and starts the Windows programs under Wine itself.
                string[] native = [.. WineProgram.FixedAddresses, DotNet.Muxer, project.Assembly];
                totals += await xunit.RunAsync(project, native, WineEnvironment, cancellationToken);
                continue;
            }

            string program = await publisher.PublishWindowsTestAsync(project.Path, cancellationToken);
            string[] command = ThroughFile([Requirement.WineLoader, program], project.Name);
            totals += await xunit.RunAsync(project, command, WineEnvironment, cancellationToken);
        }

        return totals;
    }

    private async Task<RunTotals> RunScriptAsync(CancellationToken cancellationToken)
    {
        await new Publisher(workspace, dotnet).PublishWindowsAsync(cancellationToken);
        Console.WriteLine("  tests/wine/run.sh");
        return await console.RunAsync(
            "tests/wine/run.sh", ["/bin/bash", Script], WineEnvironment, ScriptTime, cancellationToken);
    }

    private async Task CreatePrefixAsync(CancellationToken cancellationToken)
    {
        if (File.Exists(Path.Join(workspace.WinePrefix, "system.reg")))
        {
            return;
        }

        Console.WriteLine("  creating a Wine prefix");
        Directory.CreateDirectory(workspace.WinePrefix);
        await WineAsync(["wineboot", "-i"], cancellationToken);
        await WineAsync(["winecfg", "-v", "win10"], cancellationToken);

        // Its first service manager would live on for a while; two at a time share the calls between them.
        await EndWineAsync();
    }

    private async Task WineAsync(string[] arguments, CancellationToken cancellationToken)
    {
        string[] command = ThroughFile([Requirement.WineLoader, .. arguments], arguments[0]);
        ChildResult result = await ChildProcess.RunAsync(
            new ChildCommand(command[0], [.. command.Skip(1)])
            {
                WorkingDirectory = workspace.TestResults,
                Timeout = PrefixTime,
                Environment = WineEnvironment,
                Indent = "    ",
                ShowOnlyOnFailure = true,
            },
            cancellationToken);
        if (!result.Succeeded)
        {
            throw new BuildException(
                $"wine {string.Join(' ', arguments)} failed; delete {workspace.WinePrefix} and try again");
        }
    }

    // Wine's background processes keep standard output open for as long as they live: they get a file instead of our
    // pipe.
    private static string[] ThroughFile(IReadOnlyList<string> command, string name) =>
    [
        "/bin/sh",
        "-c",
        "log=$1; shift; code=0; \"$@\" >\"$log\" 2>&1 </dev/null || code=$?; cat \"$log\"; exit $code",
        "sh",
        name + ".log",
        .. WineProgram.FixedAddresses,
        .. command,
    ];

    private async Task EndWineAsync()
    {
        if (!Directory.Exists(workspace.WinePrefix))
        {
            return;
        }

        // Also after Ctrl-C: the server of this prefix ends all its programs, and only those.
        await ChildProcess.RunAsync(
            new ChildCommand(WineProgram.Server, ["-k"])
            {
                WorkingDirectory = workspace.Root,
                Timeout = TimeSpan.FromSeconds(20),
                Environment = WineEnvironment,
                ShowOnlyOnFailure = true,
            },
            CancellationToken.None);
    }

    private Dictionary<string, string> WineEnvironment => new()
    {
        ["WINEPREFIX"] = workspace.WinePrefix,
        ["WINEDEBUG"] = "-all",

        // Without winedbg=d an unhandled exception would end with exit code 0.
        ["WINEDLLOVERRIDES"] = "mshtml=;winedbg.exe=d",
        ["LANG"] = "C.UTF-8",
        ["DOTNET_EnableWriteXorExecute"] = "0",
    };
}
