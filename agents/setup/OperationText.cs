using System.Globalization;
using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Plans;
using PedOS.Tools.Engine.Text;

namespace PedOS.Setup;

/// <summary>How an operation ended, for people and for programs.</summary>
internal static class OperationText
{
    /// <summary>For people.</summary>
    /// <param name="result">How it ended.</param>
    /// <param name="log">Where the log is; "" for none.</param>
    /// <param name="restarts">Whether Windows restarts now, when that is needed.</param>
    public static string Write(OperationResult result, string log, bool restarts)
    {
        Plan plan = result.Plan;
        string what = result.Phase is OperationPhase.Undone
            ? $"operation {plan.Id} is undone"
            : plan.Components.Count == 0
                ? "PedOS Windows Tools are uninstalled"
                : $"PedOS Windows Tools {plan.Version} are installed: {string.Join(", ", plan.Components)}";
        string first = plan.Deferred.Count == 0 || result.Phase is OperationPhase.Undone
            ? ""
            : $"{Number(plan.Deferred.Count)} steps wait for the first start\n";
        string restart = !result.NeedsRestart ? ""
            : restarts ? "Windows restarts now\n"
            : "restart Windows before everything works\n";
        string origin = plan.Origin is { } package && result.Phase is not OperationPhase.Undone
            ? $"package {package}\n"
            : "";
        string written = log.Length == 0 ? "" : $"log: {log}\n";
        return $"{what}\n{Number(result.Changed)} changes in {result.Duration.TotalSeconds.ToString("F1",
            CultureInfo.InvariantCulture)} s\n{origin}{first}{written}{restart}";
    }

    /// <summary>For programs.</summary>
    public static IReadOnlyList<(string Name, JsonValue Value)> Members(OperationResult result, string log) =>
    [
        ("operation", JsonValue.Of(result.Plan.Id)),
        ("kind", JsonValue.Of(result.Plan.Kind.ToString())),
        ("phase", JsonValue.Of(result.Phase.ToString())),
        ("version", JsonValue.Of(result.Plan.Version)),
        ("components", JsonValue.Of(result.Plan.Components)),
        ("package", result.Plan.Origin?.ToJson() ?? JsonValue.Null),
        ("changes", JsonValue.Of(result.Changed)),
        ("restart", JsonValue.Of(result.NeedsRestart)),
        ("log", JsonValue.Of(log)),
        ("deferred", JsonValue.Of(result.Plan.Deferred.Count)),
        ("milliseconds", JsonValue.Of((long)result.Duration.TotalMilliseconds)),
        ("warnings", JsonValue.Of(result.Warnings)),
    ];

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
