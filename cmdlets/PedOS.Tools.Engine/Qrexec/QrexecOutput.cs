namespace PedOS.Tools.Engine.Qrexec;

/// <summary>What becomes of the output of a call.</summary>
/// <param name="IsBytes">Bytes, and not lines of text.</param>
/// <param name="File">A new file that gets it; null for none.</param>
/// <param name="IsCollected">It is kept for the result, and not given out as it comes.</param>
public sealed record QrexecOutput(bool IsBytes, string? File, bool IsCollected);
