namespace PedOS.Tools.Engine.Qrexec;

/// <summary>A service that is asked for in another machine.</summary>
/// <param name="Target">The machine, or a keyword of the policy such as <c>@default</c>.</param>
/// <param name="Service">The service, with <c>+ARGUMENT</c> when it has one.</param>
public sealed record QrexecRequest(string Target, string Service)
{
    /// <summary>Puts service and argument together.</summary>
    /// <param name="target">The machine.</param>
    /// <param name="service">The service.</param>
    /// <param name="argument">Its argument; null for none.</param>
    /// <exception cref="SetupException">They would be read as something else.</exception>
    public static QrexecRequest Create(string target, string service, string? argument)
    {
        if (target.StartsWith("-", StringComparison.Ordinal) || service.StartsWith("-", StringComparison.Ordinal))
        {
            throw new SetupException(
                SetupError.InvalidArgument,
                $"neither a machine nor a service is called {(target[0] == '-' ? target : service)}",
                "Give the name of a machine, then that of a service.");
        }

        return argument is not null && service.IndexOf('+') >= 0
            ? throw new SetupException(
                SetupError.InvalidArgument,
                $"{service} has an argument already",
                "Give the argument once: after the plus sign, or apart.")
            : new(target, argument is null ? service : service + "+" + argument);
    }
}
