namespace PedOS.Agents.Qrexec;

/// <summary>A service cannot be run.</summary>
public sealed class ServiceException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="exitCode">125 or 127.</param>
    /// <param name="message">Which service, which file, why.</param>
    /// <param name="inner">The system's word.</param>
    public ServiceException(int exitCode, string message, Exception? inner = null)
        : base(message, inner) => ExitCode = exitCode;

    /// <summary>Exit code for the caller.</summary>
    public int ExitCode { get; }
}
