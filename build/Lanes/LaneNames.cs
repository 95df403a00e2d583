namespace PedOS.Build.Lanes;

/// <summary>The lanes of a test run, as they are typed and printed.</summary>
public static class LaneNames
{
    /// <summary>In the order in which they run.</summary>
    public static IReadOnlyList<string> All { get; } =
        ["unit", "peer", "crash", Fuzz, Bench, Framework, Pester, Hosted, "wine"];

    /// <summary>Every parser with random input.</summary>
    public const string Fuzz = "fuzz";

    /// <summary>A short run of the measurements.</summary>
    public const string Bench = "bench";

    /// <summary>The module's assemblies on a runtime of .NET Framework's kind.</summary>
    public const string Framework = "framework";

    /// <summary>The module in a real PowerShell.</summary>
    public const string Pester = "pester";

    /// <summary>The module in a PowerShell that a test program hosts.</summary>
    public const string Hosted = "hosted";

    /// <summary>The lane of test projects of one class.</summary>
    public static string Of(EvidenceClass evidence) => evidence switch
    {
        EvidenceClass.Unit => "unit",
        EvidenceClass.Peer => "peer",
        EvidenceClass.Crash => "crash",
        EvidenceClass.Hosted => Hosted,
        EvidenceClass.Wine => "wine",
        _ => throw new ArgumentOutOfRangeException(nameof(evidence)),
    };
}
