namespace PedOS.Protocols.Qrexec;

/// <summary>Per-service settings, as the file of the service's name in the settings directories holds them.</summary>
public sealed record ServiceSettings
{
    /// <summary>What holds when there is no file.</summary>
    public static readonly ServiceSettings Default = new();

    /// <summary><c>wait-for-session</c>: hold the call until its user has a session.</summary>
    public bool WaitForSession { get; init; }

    /// <summary><c>force-user</c>: replaces the user of the command; null when absent.</summary>
    public string? ForceUser { get; init; }

    /// <summary><c>skip-service-descriptor</c>: a socket service is not sent its descriptor.</summary>
    public bool SkipServiceDescriptor { get; init; }

    /// <summary><c>exit-on-client-eof</c>: a socket call ends when the caller has sent everything.</summary>
    public bool ExitOnClientEof { get; init; }

    /// <summary><c>exit-on-service-eof</c>: a socket call ends when the service has sent everything.</summary>
    public bool ExitOnServiceEof { get; init; }
}
