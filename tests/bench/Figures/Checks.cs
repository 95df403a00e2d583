using System.Globalization;

namespace PedOS.Bench.Figures;

/// <summary>What the run must show: every figure measured, no failed call of ours, targets where asked for.</summary>
/// <param name="samples">What was measured.</param>
/// <param name="write">Takes a line.</param>
internal sealed class Checks(Samples samples, Action<string> write)
{
    /// <summary>Checks that held.</summary>
    public int Passed { get; private set; }

    /// <summary>Checks that did not.</summary>
    public int Failed { get; private set; }

    /// <summary>Every figure of a side has a value above zero; our own calls did not fail.</summary>
    /// <param name="side">Who was measured.</param>
    /// <param name="includes">Which scenarios were asked for.</param>
    public void Measured(string side, Func<string, bool> includes)
    {
        foreach (Figure figure in FigureTable.All.Where(figure => IsExpected(side, figure, includes)))
        {
            // An allocation or a failure count of zero is a good value; a CPU time of zero is a tick not reached.
            double? value = samples.MedianOf(side, figure);
            bool mayBeZero = figure.Unit is "calls" or "B/msg" or "s/GB"
                || figure == FigureTable.SequentialCpu || figure == FigureTable.ParallelCpu;
            if (figure == FigureTable.ParallelCpuGrowth && value is null)
            {
                // No tick was reached by single calls, or they were not asked for.
                continue;
            }

            bool holds = value is { } v && double.IsFinite(v) && (mayBeZero || v > 0);
            Note(holds, $"{side}: {figure.Scenario}: {figure.Measure}: not measured");
            if (holds && figure.Unit == "calls" && side == Side.Ours)
            {
                double failed = samples.SumOf(side, figure) ?? 0;
                Note(
                    failed == 0,
                    string.Create(CultureInfo.InvariantCulture, $"{side}: {figure.Scenario}: {failed} failed"));
            }
        }
    }

    /// <summary>The targets that take no peers.</summary>
    /// <param name="figures">Which of them.</param>
    public void Targets(IEnumerable<Figure> figures)
    {
        foreach (Figure figure in figures)
        {
            if (figure.Target is { } target && samples.MedianOf(Side.Ours, figure) is { } value)
            {
                Note(
                    target.Holds(value),
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{figure.Scenario}: {figure.Measure}: {value:0.##} {figure.Unit}, target {target}"));
            }
        }
    }

    /// <summary>A figure that is far from its target whatever else the machine does: something is broken.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="most">What it may be on a busy machine.</param>
    public void Bound(Figure figure, double most)
    {
        if (samples.MedianOf(Side.Ours, figure) is { } value)
        {
            Note(
                value <= most,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{figure.Scenario}: {figure.Measure}: {value:0.##} {figure.Unit}, never more than {most}"));
        }
    }

    /// <summary>Steps that broke off, each of which was printed already.</summary>
    public void Problems(int count) => Failed += count;

    private static bool IsExpected(string side, Figure figure, Func<string, bool> includes) =>
        figure.Scenario != Scenario.Reference && includes(figure.Scenario)
        && (side == Side.Ours || figure.Scenario
            is Scenario.CallSequential or Scenario.CallParallel or Scenario.CallOut or Scenario.StreamOut
            or Scenario.StreamIn);

    private void Note(bool holds, string complaint)
    {
        Passed += holds ? 1 : 0;
        Failed += holds ? 0 : 1;
        if (!holds)
        {
            write($"FAILED {complaint}");
        }
    }
}
