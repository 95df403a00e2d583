namespace PedOS.Tools.Engine.Programs;

/// <summary>Whether a service of the product runs.</summary>
public enum AgentState
{
    /// <summary>It is not installed.</summary>
    NotInstalled,

    /// <summary>It is installed in an image, where nothing runs.</summary>
    Offline,

    /// <summary>It does not run.</summary>
    Stopped,

    /// <summary>It runs, or is about to.</summary>
    Running,
}
