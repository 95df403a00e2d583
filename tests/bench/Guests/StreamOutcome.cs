namespace PedOS.Bench.Guests;

/// <summary>How one stream went.</summary>
/// <param name="Succeeded">Every byte arrived, and exit code 0.</param>
/// <param name="Elapsed">From the request to the exit code.</param>
/// <param name="ServiceCpu">CPU time of the service program itself, by its own account.</param>
internal readonly record struct StreamOutcome(bool Succeeded, TimeSpan Elapsed, TimeSpan ServiceCpu);
