namespace PedOS.Tools.Engine.Qrexec;

/// <summary>Files that another machine has.</summary>
/// <param name="Target">The machine, or the keyword that dom0 made one of.</param>
/// <param name="Path">What was sent, as the caller named it.</param>
/// <param name="Files">Files that arrived.</param>
/// <param name="Folders">Folders.</param>
/// <param name="Links">Symbolic links.</param>
/// <param name="Bytes">Bytes of the files.</param>
/// <param name="Skipped">How much was not sent; a warning told each.</param>
/// <param name="Stayed">How much a move did not remove, because it has changed since; a warning told each.</param>
/// <param name="IsMoved">Whether what was sent is gone here.</param>
/// <param name="Duration">Time it took.</param>
public sealed record FileTransfer(
    string Target,
    IReadOnlyList<string> Path,
    long Files,
    long Folders,
    long Links,
    long Bytes,
    long Skipped,
    long Stayed,
    bool IsMoved,
    TimeSpan Duration)
{
    /// <summary>What of it did not go as it should; null when everything did.</summary>
    public SetupException? Failure =>
        Skipped > 0 ? new(
            SetupError.NotReadable,
            $"{Skipped} were not sent to {Target}, everything else was; nothing was removed here",
            "Look at the warnings, and send what is missing again.")
        : Stayed > 0 ? new(
            SetupError.OtherContent,
            $"{Target} has everything, but {Stayed} are still here, too",
            "Look at the warnings, and send what has changed again.")
        : null;
}
