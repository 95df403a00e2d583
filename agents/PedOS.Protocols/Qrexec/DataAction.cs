namespace PedOS.Protocols.Qrexec;

/// <summary>What the receiver of a data message does with it.</summary>
public enum DataAction
{
    /// <summary>Nothing: drop the body.</summary>
    Discard,

    /// <summary>
    /// Write the body to the local reader: the program's input at the service end, the output at the caller end.
    /// </summary>
    Deliver,

    /// <summary>Close the local reader: no more comes. Told once.</summary>
    Complete,

    /// <summary>Caller end only: write the body to the local error output.</summary>
    DeliverError,

    /// <summary>
    /// Caller end only: the call has ended, <see cref="CallerStreamState.ExitCode"/> is set. Told once.
    /// </summary>
    Exit,
}
