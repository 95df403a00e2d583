using PedOS.Tools.Engine.Machines;

namespace PedOS.Tools.Engine.Qrexec;

/// <summary>What becomes of the output of a call.</summary>
/// <param name="IsBytes">Bytes, and not lines of text.</param>
/// <param name="File">A file that gets it, and that the call's owner keeps or not; null for none.</param>
/// <param name="IsCollected">It is kept for the result, and not given out as it comes.</param>
public sealed record QrexecOutput(bool IsBytes, NewFile? File, bool IsCollected);
