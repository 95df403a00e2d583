namespace PedOS.TestKit.Setup;

/// <summary>From when to when a sample certificate is valid, and how long its key is.</summary>
public sealed record SampleLife
{
    /// <summary>The time of tests: in the life of usual certificates.</summary>
    public static DateTimeOffset Now { get; } = new(2026, 6, 15, 12, 0, 0, TimeSpan.Zero);

    /// <summary>First moment.</summary>
    public DateTimeOffset From { get; init; } = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Last moment.</summary>
    public DateTimeOffset Until { get; init; } = new(2090, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Bits of the key.</summary>
    public int KeyBits { get; init; } = 2048;
}
