namespace PedOS.NetworkSetup;

/// <summary>The file of the state before: its adapters in the order in which they were first changed.</summary>
/// <param name="Adapters">One each.</param>
internal sealed record SavedNetwork(IReadOnlyList<SavedAdapter> Adapters);
