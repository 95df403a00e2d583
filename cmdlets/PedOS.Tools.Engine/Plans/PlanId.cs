using System.Globalization;

namespace PedOS.Tools.Engine.Plans;

/// <summary>
/// Names of operations: when they were planned, to the millisecond, and four digits against doubles. They sort by time.
/// </summary>
public static class PlanId
{
    /// <summary>Makes a name, for example <c>20261122-141503-042-7f3a</c>.</summary>
    /// <param name="now">Time of the plan.</param>
    public static string Create(DateTimeOffset now) =>
        now.UtcDateTime.ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture)
        + "-"
        + Guid.NewGuid().ToString("N").Substring(0, 4);

    /// <summary>Whether a text may be used as one; it becomes part of file names.</summary>
    public static bool IsValid(string text) =>
        text.Length is > 0 and <= 40 && text.All(static c => c is '-' or (>= '0' and <= '9') or (>= 'a' and <= 'z'));
}
