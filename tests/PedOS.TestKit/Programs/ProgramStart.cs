namespace PedOS.TestKit.Programs;

/// <summary>How a program is started.</summary>
/// <param name="Program">Path of the executable.</param>
/// <param name="Arguments">Its arguments.</param>
public sealed record ProgramStart(string Program, params IReadOnlyList<string> Arguments)
{
    /// <summary>
    /// Variables added to the inherited ones; of those, everything that steers the programs under test is left out.
    /// </summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Prefixes of inherited variables that a program under test must not see.</summary>
    internal static IReadOnlyList<string> Withheld { get; } = ["QREXEC", "QUBES", "VCHAN", "PEDOS", "NOTIFY_SOCKET"];
}
