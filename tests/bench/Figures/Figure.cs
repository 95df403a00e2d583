namespace PedOS.Bench.Figures;

/// <summary>One thing that is measured.</summary>
/// <param name="Scenario">Where.</param>
/// <param name="Measure">What.</param>
/// <param name="Unit">In what.</param>
internal sealed record Figure(string Scenario, string Measure, string Unit)
{
    /// <summary>What ours must hold by itself.</summary>
    public Limit? Target { get; init; }

    /// <summary>What ours divided by the original must hold.</summary>
    public Limit? PeerTarget { get; init; }

    /// <summary>
    /// What ours with our transport at both ends, divided by the original with its own at both, must hold.
    /// </summary>
    public Limit? TransportTarget { get; init; }

    /// <summary>What this machine does without us, measured in the same round; same unit.</summary>
    public Figure? Beside { get; init; }
}
