namespace PedOS.NetworkSetup;

/// <summary>What became of one adapter.</summary>
internal enum AdapterOutcome
{
    /// <summary>All was as it shall be; nothing was changed.</summary>
    InOrder,

    /// <summary>It was changed, and reading it back showed what shall be.</summary>
    Changed,

    /// <summary>There is no such adapter.</summary>
    Absent,

    /// <summary>It is not as it shall be; what had been changed was undone.</summary>
    Failed,
}
