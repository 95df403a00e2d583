namespace PedOS.Tools.Engine.Machines;

/// <summary>How a service is configured. Account is always LocalSystem and type always a process of its own.</summary>
/// <param name="Name">Name of the service, for example <c>qrexec-agent</c>.</param>
/// <param name="DisplayName">As lists show it.</param>
/// <param name="Description">One sentence about what it does.</param>
/// <param name="Command">Command line, the program quoted.</param>
/// <param name="Start">When it starts.</param>
/// <param name="DependsOn">Services that start before, separated by slashes; "" for none.</param>
/// <param name="RestartSeconds">
/// Seconds after which a service that died is started again, each time; 0 leaves it dead.
/// </param>
/// <param name="RestartsAfterErrors">
/// Whether it is started again also when it has ended by itself and told an error, and not only when its process died.
/// </param>
public sealed record ServiceConfiguration(
    string Name,
    string DisplayName,
    string Description,
    string Command,
    ServiceStart Start,
    string DependsOn,
    int RestartSeconds,
    bool RestartsAfterErrors = true);
