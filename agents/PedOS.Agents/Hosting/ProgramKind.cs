namespace PedOS.Agents.Hosting;

/// <summary>Who starts a program, what ends it, and whose its standard error is.</summary>
public enum ProgramKind
{
    /// <summary>
    /// Started by the system, works until it is told to stop: by the service control manager, by SIGTERM or SIGINT, or
    /// by Ctrl-C. Follows changes of its settings.
    /// </summary>
    Service,

    /// <summary>Started by a service, ends when that is gone. Follows changes of its settings.</summary>
    Helper,

    /// <summary>
    /// Started for one task, by a caller or a person who reads its standard error; a signal lets it end in order.
    /// </summary>
    Task,

    /// <summary>The same, but nothing has to be put in order: a signal ends it at once.</summary>
    Command,
}
