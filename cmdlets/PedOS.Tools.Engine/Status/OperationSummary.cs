using PedOS.Tools.Engine.Operations;
using PedOS.Tools.Engine.Plans;

namespace PedOS.Tools.Engine.Status;

/// <summary>An operation, told in a few words.</summary>
/// <param name="Id">Name of the operation.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="Version">Version of the tools afterwards; "" when none is left.</param>
/// <param name="Components">Components that are installed afterwards.</param>
/// <param name="Changes">Resources that it changes.</param>
/// <param name="Deferred">Resources that wait for the first start of an image.</param>
/// <param name="NeedsRestart">Whether Windows has to be restarted before everything works.</param>
/// <param name="Failure">Why it was undone; "" when it was not, or was asked for.</param>
/// <param name="Location">The machine.</param>
public sealed record OperationSummary(
    string Id,
    PlanKind Kind,
    OperationPhase Phase,
    string Version,
    IReadOnlyList<string> Components,
    int Changes,
    int Deferred,
    bool NeedsRestart,
    string Failure,
    string Location)
{
    /// <summary>Whether it was interrupted and has to be resumed or undone.</summary>
    public bool IsInterrupted => Phase is OperationPhase.Changing or OperationPhase.Verified or OperationPhase.Undoing;

    /// <summary>Of an operation that has just been run.</summary>
    public static OperationSummary Of(OperationResult result, string location) =>
        Of(result.Plan, result.Phase, "", location);

    /// <summary>Of an operation in the books.</summary>
    public static OperationSummary Of(OperationState state, string location) =>
        Of(state.Plan, state.Phase, state.Failure ?? "", location);

    private static OperationSummary Of(Plan plan, OperationPhase phase, string failure, string location) => new(
        plan.Id,
        plan.Kind,
        phase,
        plan.Version,
        plan.Components,
        plan.Changes.Count(),
        plan.Deferred.Count,
        plan.NeedsRestart,
        failure,
        location);
}
