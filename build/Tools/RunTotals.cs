using System.Globalization;
using System.Text.RegularExpressions;

namespace PedOS.Build.Tools;

/// <summary>How many checks passed, failed and were skipped.</summary>
/// <param name="Passed">Ran and held.</param>
/// <param name="Failed">Ran and did not hold, or crashed, or gave no result.</param>
/// <param name="Skipped">Did not run; the reason was printed.</param>
public readonly partial record struct RunTotals(int Passed, int Failed, int Skipped)
{
    /// <summary>One failure, for a runner that crashed or said nothing.</summary>
    public static RunTotals OneFailed { get; } = new(0, 1, 0);

    /// <summary>One skip, for a lane that cannot run here.</summary>
    public static RunTotals OneSkipped { get; } = new(0, 0, 1);

    /// <summary>The sum, field by field.</summary>
    public static RunTotals operator +(RunTotals left, RunTotals right) => left.Add(right);

    /// <summary>The sum, field by field.</summary>
    public RunTotals Add(RunTotals other) =>
        new(checked(Passed + other.Passed), checked(Failed + other.Failed), checked(Skipped + other.Skipped));

    /// <summary>The closing line of a run.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Passed} passed, {Failed} failed, {Skipped} skipped");

    /// <summary>Reads a closing line: <c>N passed, N failed</c>, with or without <c>, N skipped</c>.</summary>
    /// <returns>False when the line is anything else.</returns>
    public static bool TryParse(string line, out RunTotals totals)
    {
        totals = default;
        Match match = ClosingLine().Match(line);
        if (!match.Success
            || !TryNumber(match.Groups[1], out int passed)
            || !TryNumber(match.Groups[2], out int failed))
        {
            return false;
        }

        int skipped = 0;
        if (match.Groups[3].Success && !TryNumber(match.Groups[3], out skipped))
        {
            return false;
        }

        totals = new RunTotals(passed, failed, skipped);
        return true;
    }

    private static bool TryNumber(Group group, out int number) =>
        int.TryParse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    [GeneratedRegex(@"^\s*([0-9]+) passed, ([0-9]+) failed(?:, ([0-9]+) skipped)?\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex ClosingLine();
}
