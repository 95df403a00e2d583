namespace PedOS.Tools.Engine.Volumes;

/// <summary>What an image is opened for.</summary>
public enum ImageUse
{
    /// <summary>Reading alone; the volume may be mounted read-only.</summary>
    Read,

    /// <summary>Reading, and changes of the registry that stay in memory.</summary>
    Rehearse,

    /// <summary>Reading and changing.</summary>
    Change,
}
