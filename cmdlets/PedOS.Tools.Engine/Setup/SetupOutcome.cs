using PedOS.Tools.Engine.Operations;

namespace PedOS.Tools.Engine.Setup;

/// <summary>How an operation ended.</summary>
/// <param name="Result">What came of it.</param>
/// <param name="Log">Where its log is; "" for none.</param>
public sealed record SetupOutcome(OperationResult Result, string Log);
