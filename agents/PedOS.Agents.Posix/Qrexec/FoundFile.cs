namespace PedOS.Agents.Posix.Qrexec;

/// <summary>A service or settings file that was found.</summary>
/// <param name="Path">Its path; for a TCP service the link's target instead.</param>
/// <param name="IsSocket">A Unix socket.</param>
/// <param name="IsTcp">A link to <c>/dev/tcp</c>.</param>
internal sealed record FoundFile(string Path, bool IsSocket, bool IsTcp);
