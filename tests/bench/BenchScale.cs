namespace PedOS.Bench;

/// <summary>How much is measured.</summary>
internal sealed record BenchScale
{
    /// <summary>Enough for figures that can be quoted.</summary>
    public static BenchScale Full { get; } = new();

    /// <summary>Enough to see that everything can be measured; seconds, not minutes.</summary>
    public static BenchScale Smoke { get; } = new()
    {
        Rounds = 1,
        WarmUpCalls = 10,
        SequentialCalls = 20,
        ParallelCalls = 64,
        OutgoingCalls = 20,
        StreamBytes = 320L * 65536,
        IdleCalls = 40,
        DatabaseRequests = 1000,
        InstallBytes = 16L * 1024 * 1024,
        FileCopyBytes = 32L << 20,
        FileCopyFiles = 200,
    };

    /// <summary>Times everything is measured; sides take turns within each.</summary>
    public int Rounds { get; init; } = 5;

    /// <summary>Calls that a fresh agent answers before it is measured: its code is compiled by then.</summary>
    public int WarmUpCalls { get; init; } = 300;

    /// <summary>Calls in sequence per round.</summary>
    public int SequentialCalls { get; init; } = 200;

    /// <summary>Calls per round with <see cref="Parallel"/> at once.</summary>
    public int ParallelCalls { get; init; } = 1000;

    /// <summary>Calls at once.</summary>
    public int Parallel { get; init; } = 32;

    /// <summary>Calls out of the guest per round, one after the other.</summary>
    public int OutgoingCalls { get; init; } = 200;

    /// <summary>Bytes of one stream; a multiple of 64 KiB.</summary>
    public long StreamBytes { get; init; } = 3200L * 65536;

    /// <summary>Idle calls at once, at most 1024: four machines with 256 ports each.</summary>
    public int IdleCalls { get; init; } = 1000;

    /// <summary>Reads and writes of the configuration database per round; of what costs more, a fraction.</summary>
    public int DatabaseRequests { get; init; } = 20_000;

    /// <summary>Bytes of the package that is installed; a multiple of 512 KiB.</summary>
    public long InstallBytes { get; init; } = 300L * 1024 * 1024;

    /// <summary>Bytes of the long file that is copied; a multiple of 1 MiB.</summary>
    public long FileCopyBytes { get; init; } = 1L << 30;

    /// <summary>Short files that are copied.</summary>
    public int FileCopyFiles { get; init; } = 10_000;

    /// <summary>Data messages between two looks at the allocator.</summary>
    public int WindowMessages { get; init; } = 10_000;

    /// <summary>How often that is repeated.</summary>
    public int MessageWindows { get; init; } = 5;

    /// <summary>Data messages before the first look.</summary>
    public int WarmUpMessages { get; init; } = 4_000;
}
