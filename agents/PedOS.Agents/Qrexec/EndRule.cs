namespace PedOS.Agents.Qrexec;

/// <summary>When a call is over at the end where its service runs.</summary>
public enum EndRule
{
    /// <summary>The program has exited and its outputs have ended.</summary>
    ProgramExit,

    /// <summary>A socket service: both directions have ended.</summary>
    BothEof,

    /// <summary>A socket service: the caller has sent everything (<c>exit-on-client-eof</c>).</summary>
    CallerEof,

    /// <summary>A socket service: the service has sent everything (<c>exit-on-service-eof</c>).</summary>
    ServiceEof,
}
