namespace PedOS.TestKit.Dom0;

/// <summary>What dom0 answers to a request.</summary>
public sealed class PolicyAnswer
{
    private PolicyAnswer(ScriptedService? service, bool silent) => (Service, IsSilent) = (service, silent);

    /// <summary>No.</summary>
    public static PolicyAnswer Refuse { get; } = new(null, false);

    /// <summary>Nothing at all: the request stays pending.</summary>
    public static PolicyAnswer Silence { get; } = new(null, true);

    /// <summary>The service that runs; null when refused.</summary>
    public ScriptedService? Service { get; }

    /// <summary>Whether no answer is sent.</summary>
    public bool IsSilent { get; }

    /// <summary>Yes, and this runs.</summary>
    public static PolicyAnswer Allow(ScriptedService service) => new(service, false);

    /// <summary>Yes, and the service ends at once with this code.</summary>
    public static PolicyAnswer Allow(int exitCode) => Allow((_, _) => Task.FromResult<int?>(exitCode));
}
