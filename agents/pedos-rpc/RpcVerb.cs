namespace PedOS.Rpc;

/// <summary>What the program is asked to do.</summary>
internal enum RpcVerb
{
    /// <summary>qubes.WaitForSession: until the user named on the input is logged on.</summary>
    WaitForSession,

    /// <summary>qubes.WaitForRunningSystem: until the system has started.</summary>
    WaitForRunningSystem,

    /// <summary>qubes.SetDateTime: sets the clock to the time on the input.</summary>
    SetDateTime,

    /// <summary>qubes.SuspendPostAll: the machine has woken up.</summary>
    SuspendPostAll,

    /// <summary>Asks another machine for the time and sets the clock.</summary>
    SyncClock,

    /// <summary>qubes.ClipboardCopy: writes the text on the clipboard to the output.</summary>
    ClipboardCopy,

    /// <summary>qubes.ClipboardPaste: puts the text on the input on the clipboard.</summary>
    ClipboardPaste,
}
