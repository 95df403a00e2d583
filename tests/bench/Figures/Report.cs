using System.Globalization;

namespace PedOS.Bench.Figures;

/// <summary>The figures as tables for people.</summary>
/// <param name="samples">What was measured.</param>
/// <param name="write">Takes a line.</param>
internal sealed class Report(Samples samples, Action<string> write)
{
    private const string Nothing = "-";

    /// <summary>Ours beside what this machine does without us.</summary>
    public void WriteOurs()
    {
        write($"{"scenario",-19}{"measure",-33}{"unit",-7}{"ours",9}{"machine",9}{"ratio",8}  target");
        foreach (Figure figure in FigureTable.All)
        {
            string side = figure.Scenario == Scenario.Reference ? Side.Machine : Side.Ours;
            if (ValueOf(side, figure) is { } value)
            {
                double? beside = figure.Beside is null ? null : samples.MedianOf(Side.Machine, figure.Beside);
                double? ratio = figure.Beside is null
                    ? null
                    : samples.RatioOf(Side.Ours, figure, Side.Machine, figure.Beside);
                bool own = side == Side.Ours;
                write(
                    $"{figure.Scenario,-19}{figure.Measure,-33}{figure.Unit,-7}{(own ? Text(value) : Nothing),9}"
                    + $"{Text(own ? beside : value),9}{Text(ratio),8}  {Verdict(figure.Target, value)}");
            }
        }
    }

    /// <summary>Ours beside the original, both with the original's dom0.</summary>
    public void WriteRatios()
    {
        write($"{"scenario",-19}{"measure",-33}{"unit",-7}{"ours",9}{"original",9}{"ratio",8}  target");
        foreach (Figure figure in FigureTable.All)
        {
            double? ours = ValueOf(Side.OursWithPeers, figure);
            double? theirs = ValueOf(Side.Original, figure);
            if (ours is not null || theirs is not null)
            {
                double? ratio = samples.RatioOf(Side.OursWithPeers, figure, Side.Original, figure);
                write(
                    $"{figure.Scenario,-19}{figure.Measure,-33}{figure.Unit,-7}{Text(ours),9}{Text(theirs),9}"
                    + $"{Text(ratio),8}  {(ratio is { } r ? Verdict(figure.PeerTarget, r) : string.Empty)}");
            }
        }
    }

    /// <summary>Ours with our transport at both ends beside the original with its own at both.</summary>
    public void WriteTransport()
    {
        foreach (Figure figure in FigureTable.All.Where(figure => figure.TransportTarget is not null))
        {
            if (samples.RatioOf(Side.Ours, figure, Side.Original, figure) is { } ratio)
            {
                write(
                    $"{figure.Scenario,-19}{figure.Measure,-33}{figure.Unit,-7}{Text(ValueOf(Side.Ours, figure)),9}"
                    + $"{Text(ValueOf(Side.Original, figure)),9}{Text(ratio),8}  "
                    + Verdict(figure.TransportTarget, ratio));
            }
        }
    }

    private static string Verdict(Limit? limit, double value) =>
        limit is null ? string.Empty : $"{limit,-8} {(limit.Holds(value) ? "met" : "MISSED")}";

    private static string Text(double? value) => value is not { } v ? Nothing
        : v == 0 ? "0"
        : v.ToString(Math.Abs(v) >= 100 ? "0" : Math.Abs(v) >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);

    // Failures are events: their median would hide them.
    private double? ValueOf(string side, Figure figure) =>
        figure.Unit == "calls" ? samples.SumOf(side, figure) : samples.MedianOf(side, figure);
}
