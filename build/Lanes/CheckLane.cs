using PedOS.Build.Tools;

namespace PedOS.Build.Lanes;

/// <summary>Checks of the tree itself: it builds without a warning, it is formatted, its programs publish.</summary>
public sealed class CheckLane(Workspace workspace, DotNet dotnet)
{
    /// <summary>There are programs to test: everything was built and published.</summary>
    public bool IsBuilt { get; private set; }

    /// <summary>Runs the checks; each counts one.</summary>
    /// <param name="withFormat">Also checks the format, which a run of selected tests leaves out.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<RunTotals> RunAsync(bool withFormat, CancellationToken cancellationToken)
    {
        var totals = new RunTotals(0, 0, 0);
        var solution = new SolutionBuild(workspace, dotnet);
        Console.WriteLine("  build: PedOSTools.slnx, Release, warnings are errors");
        await solution.BuildAsync(cancellationToken);
        totals += new RunTotals(1, 0, 0);

        if (withFormat)
        {
            Console.WriteLine("  format: dotnet format --verify-no-changes");
            bool clean = await solution.IsFormattedAsync(cancellationToken);
            totals += clean ? new RunTotals(1, 0, 0) : RunTotals.OneFailed;
            if (!clean)
            {
                Console.WriteLine("  failed: run ./build.sh format");
            }
        }

        await new Publisher(workspace, dotnet).PublishLinuxAsync(isBuilt: true, cancellationToken);
        IsBuilt = true;
        return totals + new RunTotals(1, 0, 0);
    }
}
