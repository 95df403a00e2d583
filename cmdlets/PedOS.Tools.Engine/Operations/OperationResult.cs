using PedOS.Tools.Engine.Plans;

namespace PedOS.Tools.Engine.Operations;

/// <summary>How an operation ended.</summary>
/// <param name="Plan">What was planned.</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="Changed">Resources that were changed.</param>
/// <param name="Duration">Time it took.</param>
/// <param name="NeedsRestart">
/// Whether Windows has to be restarted before everything works, or before the last of what was removed is gone.
/// </param>
public sealed record OperationResult(
    Plan Plan, OperationPhase Phase, int Changed, TimeSpan Duration, bool NeedsRestart)
{
    /// <summary>What could not be done any more after the end was durable: nothing that has to come back.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
