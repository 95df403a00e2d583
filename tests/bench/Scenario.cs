namespace PedOS.Bench;

/// <summary>Names of the scenarios.</summary>
internal static class Scenario
{
    /// <summary>A trivial service, one call after the other.</summary>
    public const string CallSequential = "call-sequential";

    /// <summary>A trivial service, many calls at once.</summary>
    public const string CallParallel = "call-parallel";

    /// <summary>A program in the guest calls a trivial service of dom0, one call after the other.</summary>
    public const string CallOut = "call-out";

    /// <summary>Bytes from the guest to dom0.</summary>
    public const string StreamOut = "stream-out";

    /// <summary>Bytes from dom0 to the guest.</summary>
    public const string StreamIn = "stream-in";

    /// <summary>Memory of many calls that wait.</summary>
    public const string IdleCalls = "idle-calls";

    /// <summary>Managed memory per data message.</summary>
    public const string MessageAllocation = "message-allocation";

    /// <summary>From exec to service.</summary>
    public const string Start = "start";

    /// <summary>The configuration database.</summary>
    public const string Database = "database";

    /// <summary>A package into an image.</summary>
    public const string Install = "install";

    /// <summary>Files from one program to another.</summary>
    public const string FileCopy = "filecopy";

    /// <summary>What this machine does without us.</summary>
    public const string Reference = "reference";

    private static readonly string[] Names =
    [
        CallSequential, CallParallel, CallOut, StreamOut, StreamIn, IdleCalls, MessageAllocation, Start, Database,
        Install, FileCopy,
    ];

    /// <summary>Whether there is such a scenario to choose.</summary>
    public static bool IsName(string name) => Names.Contains(name, StringComparer.Ordinal);
}
