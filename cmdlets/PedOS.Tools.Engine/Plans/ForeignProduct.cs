namespace PedOS.Tools.Engine.Plans;

/// <summary>Guest tools of somebody else on a machine, whole or in part.</summary>
/// <param name="Name">What they call themselves.</param>
/// <param name="Traces">What they are known by, for people: services, a registry key.</param>
public sealed record ForeignProduct(string Name, IReadOnlyList<string> Traces)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({string.Join(", ", Traces)})";
}
