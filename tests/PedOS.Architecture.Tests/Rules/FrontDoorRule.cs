using PedOS.Architecture.Tests.Repository;

namespace PedOS.Architecture.Tests.Rules;

/// <summary>
/// Front ends go through the doors of the engine: what plans, runs, checks and configures behind them is not assembled
/// twice.
/// </summary>
public static class FrontDoorRule
{
    private static readonly string[] FrontEnds = ["agents/setup/", "cmdlets/PedOS.Tools.Cmdlets/"];

    private static readonly string[] Behind =
    [
        "SetupEngine", "Planner", "SetupPlans", "Preflight", "FirstStartPlan", "PlanId", "OperationLog",
        "OperationLogPlace", "OperationBooks", "SetupFolder", "NoPackage", "HealthReport", "ConfigurationStore",
    ];

    public static IEnumerable<string> Check(SourceFile file) =>
        file.IsCode && FrontEnds.Any(f => file.Path.StartsWith(f, StringComparison.Ordinal))
            ? CodeWords.Of(file.Text).Intersect(Behind, StringComparer.Ordinal)
                .Select(word => $"{file.Path}: uses {word}, which is behind the doors in PedOS.Tools.Engine.Setup")
            : [];
}
