using PedOS.Build.Tools;

namespace PedOS.Build.Lanes;

/// <summary>Runs programs and scripts that end with a closing line: fuzz, bench, Wine script.</summary>
public sealed class ConsoleRunner(Workspace workspace)
{
    /// <summary>Runs tests/NAME/NAME.csproj, as the solution built it.</summary>
    public Task<RunTotals> RunProjectAsync(
        string name, IReadOnlyList<string> arguments, TimeSpan timeout, CancellationToken cancellationToken)
    {
        string assembly = TestProject.BuiltAssembly(workspace.At("tests", name, name + ".csproj"));
        return RunAsync(name, [DotNet.Muxer, assembly, .. arguments], DotNet.Environment, timeout, cancellationToken);
    }

    /// <summary>Runs one command and reads its closing line.</summary>
    public async Task<RunTotals> RunAsync(
        string name,
        IReadOnlyList<string> command,
        IReadOnlyDictionary<string, string> environment,
        TimeSpan timeout,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        ChildResult result = await ChildProcess.RunAsync(
            new ChildCommand(command[0], [.. command.Skip(1)])
            {
                WorkingDirectory = workspace.Root,
                Timeout = timeout,
                Environment = TestEnvironment.Of(workspace, environment),
                Indent = "    ",
                HideClosingLine = true,
            },
            cancellationToken);
        var verdict = RunnerVerdict.Of(result, ClosingLine(result.Lines));
        verdict.Show(name);
        return verdict.Totals;
    }

    /// <summary>The last closing line among the lines, if any.</summary>
    public static RunTotals? ClosingLine(IReadOnlyList<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        for (int i = lines.Count - 1; i >= 0; i--)
        {
            if (RunTotals.TryParse(lines[i], out RunTotals totals))
            {
                return totals;
            }
        }

        return null;
    }
}
