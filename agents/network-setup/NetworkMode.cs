namespace PedOS.NetworkSetup;

/// <summary>What the program was started for.</summary>
internal enum NetworkMode
{
    /// <summary>To keep the network as dom0 wants it.</summary>
    Serve,

    /// <summary>To set it once.</summary>
    Once,

    /// <summary>To put back what was before the first change.</summary>
    Restore,

    /// <summary>To show it.</summary>
    Status,
}
