namespace PedOS.Build.Lanes;

/// <summary>What a test run proves, and on what; the order is the order of the lanes.</summary>
public enum EvidenceClass
{
    /// <summary>Code alone.</summary>
    Unit,

    /// <summary>The real protocol over a real transport between processes on Linux.</summary>
    Peer,

    /// <summary>Peers and local clients that lie, stall or die; evidence of class peer.</summary>
    Crash,

    /// <summary>The module in a PowerShell that a test program hosts; evidence of class peer.</summary>
    Hosted,

    /// <summary>The Windows binaries under Wine.</summary>
    Wine,
}
