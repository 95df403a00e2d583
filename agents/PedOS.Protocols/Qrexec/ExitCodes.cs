namespace PedOS.Protocols.Qrexec;

/// <summary>
/// Exit codes on their way between systems: those of Windows have 32 bits, on Linux the low 8 of them are all that a
/// program can end with.
/// </summary>
public static class ExitCodes
{
    /// <summary>
    /// The code to hand on: a failure whose low byte is 0 would arrive as success where codes have 8 bits, and is 255
    /// instead. Every other code stays as it is.
    /// </summary>
    public static int Told(int code) =>
        code != 0 && (code & byte.MaxValue) == 0 ? QrexecAbi.QREXEC_EXIT_CONNECTION_LOST : code;
}
