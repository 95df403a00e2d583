using PedOS.Tools.Engine.Machines;
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
/// <param name="Log">Where the log is that was written just now; "" for none.</param>
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
    string Location,
    string Log)
{
    /// <summary>Whether it was interrupted and has to be resumed or undone.</summary>
    public bool IsInterrupted => Phase is OperationPhase.Changing or OperationPhase.Verified or OperationPhase.Undoing;

    /// <summary>Of an operation that has just been run.</summary>
    /// <param name="result">How it ended.</param>
    /// <param name="machine">The machine.</param>
    /// <param name="log">Where its log is.</param>
    public static OperationSummary Of(OperationResult result, IMachine machine, string log) =>
        Of(result.Plan, result.Phase, result.NeedsRestart, "", machine, log);

    /// <summary>Of an operation in the books; one whose restart has come is done.</summary>
    public static OperationSummary Of(OperationState state, IMachine machine) => Of(
        state.Plan,
        state.Phase == OperationPhase.AwaitsRestart && !state.NeedsRestart(machine) ? OperationPhase.Done : state.Phase,
        state.NeedsRestart(machine),
        state.Failure ?? "",
        machine,
        "");

    private static OperationSummary Of(
        Plan plan, OperationPhase phase, bool needsRestart, string failure, IMachine machine, string log) => new(
        plan.Id,
        plan.Kind,
        phase,
        DisplayText.Line(plan.Version),
        [.. plan.Components.Select(DisplayText.Line)],
        plan.Changes.Count(),
        plan.Deferred.Count,
        needsRestart,
        DisplayText.Lines(failure),
        machine.Facts.Location,
        log);
}
