namespace PedOS.Tools.Engine.Volumes;

/// <summary>What an image is opened for.</summary>
public enum ImageUse
{
    /// <summary>Reading alone; the volume may be mounted read-only.</summary>
    Read,

    /// <summary>Reading and changing.</summary>
    Change,
}
