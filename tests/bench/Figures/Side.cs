namespace PedOS.Bench.Figures;

/// <summary>Who was measured.</summary>
internal static class Side
{
    /// <summary>Our programs, dom0 scripted.</summary>
    public const string Ours = "ours";

    /// <summary>Our programs with the original daemon and client.</summary>
    public const string OursWithPeers = "ours-with-original-dom0";

    /// <summary>The original agent with the original daemon and client.</summary>
    public const string Original = "original";

    /// <summary>This machine without either.</summary>
    public const string Machine = "machine";
}
