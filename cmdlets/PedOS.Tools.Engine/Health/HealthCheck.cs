namespace PedOS.Tools.Engine.Health;

/// <summary>What one check found.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="State">How it is.</param>
/// <param name="Detail">What was found, one sentence.</param>
/// <param name="Remedy">What to do about it; "" when nothing has to be done.</param>
public sealed record HealthCheck(string Name, HealthState State, string Detail, string Remedy)
{
    /// <summary>What was found, one sentence.</summary>
    public string Detail { get; init; } = DisplayText.Lines(Detail);

    /// <summary>What to do about it; "" when nothing has to be done.</summary>
    public string Remedy { get; init; } = DisplayText.Lines(Remedy);

    internal static HealthCheck Pass(string name, string detail) => new(name, HealthState.Pass, detail, "");
}
