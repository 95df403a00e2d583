namespace PedOS.TestKit.Setup;

/// <summary>What of the changes that were not yet committed is on the disk after a power cut.</summary>
public enum Survival
{
    /// <summary>Nothing.</summary>
    Nothing,

    /// <summary>The first half of them.</summary>
    Half,

    /// <summary>All names, but files that were not flushed have only half of their bytes.</summary>
    Torn,

    /// <summary>Everything.</summary>
    Everything,
}
