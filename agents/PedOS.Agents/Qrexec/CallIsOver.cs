namespace PedOS.Agents.Qrexec;

/// <summary>When a call is over at the side where its service runs.</summary>
public enum CallIsOver
{
    /// <summary>The program has exited and its outputs have ended.</summary>
    AtProgramExit,

    /// <summary>A socket service: both directions have ended.</summary>
    AtBothEofs,

    /// <summary>A socket service: the caller has sent everything (<c>exit-on-client-eof</c>).</summary>
    AtCallerEof,

    /// <summary>A socket service: the service has sent everything (<c>exit-on-service-eof</c>).</summary>
    AtServiceEof,
}
