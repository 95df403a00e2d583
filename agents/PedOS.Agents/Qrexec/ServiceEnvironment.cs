using System.Globalization;
using PedOS.Protocols.Qrexec;

namespace PedOS.Agents.Qrexec;

/// <summary>
/// The variables of a call, the same on every system, and how they are laid over what a program would inherit.
/// </summary>
public static class ServiceEnvironment
{
    /// <summary>What every variable of qrexec begins with; inherited ones of this kind never reach a program.</summary>
    public const string Prefix = "QREXEC";

    /// <summary>Name of the calling machine.</summary>
    public const string RemoteDomain = "QREXEC_REMOTE_DOMAIN";

    /// <summary>Service descriptor exactly as in the command.</summary>
    public const string ServiceFullName = "QREXEC_SERVICE_FULL_NAME";

    /// <summary>Argument of the service, perhaps empty; not there when the descriptor has no <c>+</c>.</summary>
    public const string ServiceArgument = "QREXEC_SERVICE_ARGUMENT";

    /// <summary>Always there: empty, <c>name</c> or <c>keyword</c>.</summary>
    public const string RequestedTargetType = "QREXEC_REQUESTED_TARGET_TYPE";

    /// <summary>Target the caller named; only with type <c>name</c>.</summary>
    public const string RequestedTarget = "QREXEC_REQUESTED_TARGET";

    /// <summary>Target keyword without its <c>@</c>; only with type <c>keyword</c>.</summary>
    public const string RequestedTargetKeyword = "QREXEC_REQUESTED_TARGET_KEYWORD";

    /// <summary>Directories of services, passed on when this machine overrides them.</summary>
    public const string ServicePath = "QREXEC_SERVICE_PATH";

    /// <summary>Process id of who moves the data; added when the program is started.</summary>
    public const string AgentProcessId = "QREXEC_AGENT_PID";

    /// <summary>Variables of a service call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="servicePath">Value of <see cref="ServicePath"/>, null when that is not set for us.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> For(ServiceCall call, string? servicePath)
    {
        List<KeyValuePair<string, string>> variables =
        [
            new(RemoteDomain, call.Source),
            new(ServiceFullName, call.FullName),
            new(RequestedTargetType, call.TargetType ?? string.Empty),
        ];
        if (call.Argument is not null)
        {
            variables.Add(new(ServiceArgument, call.Argument));
        }

        switch (call.TargetType)
        {
            case "name":
                variables.Add(new(RequestedTarget, call.Target ?? string.Empty));
                break;
            case "keyword":
                variables.Add(new(RequestedTargetKeyword, call.Target ?? string.Empty));
                break;
        }

        AddServicePath(variables, servicePath);
        return variables;
    }

    /// <summary>Variables of a service that the agent runs for itself, such as qubes.WaitForSession.</summary>
    /// <param name="source">The machine whose call needs it.</param>
    /// <param name="servicePath">Value of <see cref="ServicePath"/>, null when that is not set for us.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> ForHelper(string source, string? servicePath)
    {
        List<KeyValuePair<string, string>> variables = [new(RemoteDomain, source)];
        AddServicePath(variables, servicePath);
        return variables;
    }

    /// <summary>
    /// Everything a program gets: what it inherits without any QREXEC variable, then those of its call.
    /// </summary>
    /// <param name="inherited">Variables of the user or of the starting process.</param>
    /// <param name="added">Variables of the plan.</param>
    /// <param name="agentProcessId">Value of <see cref="AgentProcessId"/>.</param>
    /// <param name="names">How names are compared: ordinal on Linux, ignoring case on Windows.</param>
    public static Dictionary<string, string> Compose(
        IEnumerable<KeyValuePair<string, string>> inherited,
        IEnumerable<KeyValuePair<string, string>> added,
        int agentProcessId,
        StringComparer names)
    {
        StringComparison comparison = names.Equals(StringComparer.Ordinal)
            ? StringComparison.Ordinal
            : StringComparison.OrdinalIgnoreCase;
        Dictionary<string, string> variables = new(names);
        foreach ((string name, string value) in inherited)
        {
            if (!name.StartsWith(Prefix, comparison))
            {
                variables[name] = value;
            }
        }

        foreach ((string name, string value) in added)
        {
            variables[name] = value;
        }

        variables[AgentProcessId] = agentProcessId.ToString(CultureInfo.InvariantCulture);
        return variables;
    }

    private static void AddServicePath(List<KeyValuePair<string, string>> variables, string? servicePath)
    {
        if (servicePath is not null)
        {
            variables.Add(new(ServicePath, servicePath));
        }
    }
}
