namespace PedOS.Agents.Processes;

/// <summary>A program could not be started.</summary>
public sealed class LaunchException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="exitCode">What the caller gets: 125, or 127 when there is no such program.</param>
    /// <param name="message">What failed, for whom, and why.</param>
    /// <param name="inner">The system's word.</param>
    public LaunchException(int exitCode, string message, Exception? inner = null)
        : base(message, inner) => ExitCode = exitCode;

    /// <summary>Exit code for the caller.</summary>
    public int ExitCode { get; }
}
