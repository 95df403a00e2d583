namespace PedOS.Tools.Engine.Programs;

/// <summary>The network of this machine.</summary>
/// <param name="Problem">Why it is not known what dom0 wants; "" when it is.</param>
/// <param name="Adapters">Its adapters.</param>
public sealed record NetworkReport(string Problem, IReadOnlyList<NetworkAdapterStatus> Adapters);
