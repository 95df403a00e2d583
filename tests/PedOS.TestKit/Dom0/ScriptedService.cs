namespace PedOS.TestKit.Dom0;

/// <summary>A service of dom0, or of another machine, written in C#.</summary>
/// <param name="side">Its end of the call.</param>
/// <param name="cancellationToken">Ends it.</param>
/// <returns>Its exit code; null closes the channel without one.</returns>
public delegate Task<int?> ScriptedService(ScriptedServiceSide side, CancellationToken cancellationToken);
