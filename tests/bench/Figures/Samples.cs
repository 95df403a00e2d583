namespace PedOS.Bench.Figures;

/// <summary>All values measured, by side and figure, a value per round.</summary>
internal sealed class Samples
{
    private readonly Dictionary<(string Side, Figure Figure), SortedDictionary<int, double>> _values = [];

    /// <summary>Round that is being measured; sides are compared within their rounds.</summary>
    public int Round { get; set; }

    /// <summary>Notes the value of this round.</summary>
    public void Add(string side, Figure figure, double value)
    {
        if (!_values.TryGetValue((side, figure), out SortedDictionary<int, double>? rounds))
        {
            _values[(side, figure)] = rounds = [];
        }

        rounds[Round] = value;
    }

    /// <summary>Values of all rounds, in order; empty when there is none.</summary>
    public IReadOnlyList<double> Of(string side, Figure figure) =>
        _values.TryGetValue((side, figure), out SortedDictionary<int, double>? rounds) ? [.. rounds.Values] : [];

    /// <summary>Median of the rounds; null when there is none.</summary>
    public double? MedianOf(string side, Figure figure) =>
        Of(side, figure) is { Count: > 0 } values ? Statistics.Median(values) : null;

    /// <summary>Sum of the rounds; null when there is none.</summary>
    public double? SumOf(string side, Figure figure) =>
        Of(side, figure) is { Count: > 0 } values ? values.Sum() : null;

    /// <summary>
    /// Median of the quotients of each round: both sides of one saw the same machine, so its moods cancel out.
    /// </summary>
    /// <returns>Null when no round has both.</returns>
    public double? RatioOf(string side, Figure figure, string baseSide, Figure baseFigure)
    {
        if (!_values.TryGetValue((side, figure), out SortedDictionary<int, double>? ours)
            || !_values.TryGetValue((baseSide, baseFigure), out SortedDictionary<int, double>? theirs))
        {
            return null;
        }

        double[] ratios =
            [.. ours.Where(r => theirs.GetValueOrDefault(r.Key) > 0).Select(r => r.Value / theirs[r.Key])];
        return ratios.Length == 0 ? null : Statistics.Median(ratios);
    }
}
