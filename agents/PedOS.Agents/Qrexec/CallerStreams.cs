using PedOS.Agents.Processes;

namespace PedOS.Agents.Qrexec;

/// <summary>
/// The local streams of a call: those of the calling program, or of the program it started for the call.
/// </summary>
/// <param name="Input">What is sent to the service.</param>
/// <param name="Output">Where the service's output goes.</param>
/// <param name="Error">Where the service's diagnostics go.</param>
/// <param name="FilterOutput">Whether control characters in the output are replaced.</param>
/// <param name="FilterError">Whether control characters in the diagnostics are replaced.</param>
public sealed record CallerStreams(
    IByteSource Input,
    IByteSink Output,
    IByteSink Error,
    bool FilterOutput,
    bool FilterError);
