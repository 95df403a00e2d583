namespace PedOS.Rpc.Files;

/// <summary>Where a walk is.</summary>
internal enum WalkStage
{
    /// <summary>At something that holds nothing else.</summary>
    Leaf,

    /// <summary>At a folder whose content comes next.</summary>
    Before,

    /// <summary>At the same folder again.</summary>
    After,

    /// <summary>At something that cannot be looked into.</summary>
    Unreachable,
}
