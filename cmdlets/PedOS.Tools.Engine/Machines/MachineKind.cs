namespace PedOS.Tools.Engine.Machines;

/// <summary>How a machine is reached.</summary>
public enum MachineKind
{
    /// <summary>The Windows this program runs in.</summary>
    Live,

    /// <summary>The files and hives of a Windows that is not running.</summary>
    Image,
}
