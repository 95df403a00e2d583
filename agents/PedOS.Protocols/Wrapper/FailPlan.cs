namespace PedOS.Protocols.Wrapper;

/// <summary>Nothing runs: the caller only learns the exit code.</summary>
/// <param name="ExitCode">125 or 127.</param>
/// <param name="Reason">For the log.</param>
public sealed record FailPlan(int ExitCode, string Reason) : CallPlan;
