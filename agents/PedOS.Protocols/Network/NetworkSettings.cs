namespace PedOS.Protocols.Network;

/// <summary>What dom0 wants of all adapters of this machine.</summary>
/// <param name="Adapters">One each, the main adapter first; empty: the machine has no network.</param>
public sealed record NetworkSettings(IReadOnlyList<AdapterSettings> Adapters)
{
    /// <summary>Most adapters that are configured (a Xen machine has no more).</summary>
    public const int MaxAdapters = 8;

    /// <summary>Adapters that somebody configures by hand; they are left alone.</summary>
    public IReadOnlyList<MacAddress> Manual { get; init; } = [];

    /// <summary>Whether the lists hold the same.</summary>
    public bool Equals(NetworkSettings? other) =>
        other is not null && Adapters.SequenceEqual(other.Adapters) && Manual.SequenceEqual(other.Manual);

    /// <inheritdoc/>
    public override int GetHashCode() => Adapters.Count;
}
