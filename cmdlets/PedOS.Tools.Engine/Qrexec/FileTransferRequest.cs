namespace PedOS.Tools.Engine.Qrexec;

/// <summary>Files that are to go to another machine.</summary>
/// <param name="Target">The machine, or a keyword of the policy.</param>
/// <param name="Paths">Whole paths of files and folders.</param>
/// <param name="IsMove">Whether they are removed here when the other machine has them.</param>
/// <param name="IgnoresLinks">Whether symbolic links are left out without a word.</param>
/// <param name="SkipsCloud">Whether files are left out whose data is not on this computer.</param>
public sealed record FileTransferRequest(
    string Target, IReadOnlyList<string> Paths, bool IsMove, bool IgnoresLinks, bool SkipsCloud);
