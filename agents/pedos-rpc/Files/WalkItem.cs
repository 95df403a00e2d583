using PedOS.Agents.Files;

namespace PedOS.Rpc.Files;

/// <summary>One step of a walk.</summary>
/// <param name="Above">The folder that it lies in, open as long as this is the step.</param>
/// <param name="Name">Its name there.</param>
/// <param name="Path">Its name from where the walk began.</param>
/// <param name="Status">What it is.</param>
/// <param name="Stage">Where the walk is.</param>
/// <param name="Problem">Why it cannot be looked into; empty when it can.</param>
internal sealed record WalkItem(
    IOutgoingFolder Above, byte[] Name, byte[] Path, OutgoingStatus Status, WalkStage Stage, string Problem);
