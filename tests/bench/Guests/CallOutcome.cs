namespace PedOS.Bench.Guests;

/// <summary>How one call of the trivial service went.</summary>
/// <param name="Succeeded">Exit code 0 arrived.</param>
/// <param name="Elapsed">From the request to the exit code, as the caller in dom0 sees it.</param>
internal readonly record struct CallOutcome(bool Succeeded, TimeSpan Elapsed);
