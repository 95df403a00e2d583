namespace PedOS.Tools.Engine.Operations;

/// <summary>Where an operation stands.</summary>
public enum OperationPhase
{
    /// <summary>Steps are being changed, or were when it was interrupted.</summary>
    Changing,

    /// <summary>Everything was done and read back; the books are being closed.</summary>
    Verified,

    /// <summary>Everything was done that can be before a restart of Windows.</summary>
    AwaitsRestart,

    /// <summary>It is being undone, or was when it was interrupted.</summary>
    Undoing,

    /// <summary>Finished.</summary>
    Done,

    /// <summary>Undone: the machine is as it was before.</summary>
    Undone,
}
