using System.Globalization;
using PedOS.Build.Tools;

namespace PedOS.Build.Lanes;

/// <summary>What one lane of the test run came to.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Evidence">Its evidence class: unit, peer, wine, or none for checks of the tree itself.</param>
/// <param name="Totals">Its counts.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record LaneResult(string Name, string Evidence, RunTotals Totals, TimeSpan Elapsed)
{
    /// <summary>One row of the table at the end of the run.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name,-9} {Evidence,-9} {Totals.Passed,8} {Totals.Failed,8} {Totals.Skipped,8} {Elapsed.TotalSeconds,8:F0}");
}
