namespace PedOS.Agents.Processes;

/// <summary>What a launcher starts.</summary>
/// <param name="Program">Absolute path of the executable.</param>
/// <param name="Arguments">
/// Arguments after the program's name, one string each; quoting is the launcher's business.
/// </param>
/// <param name="CommandLine">
/// Windows only: the literal command line of a shell command, used instead of program and arguments; else null.
/// </param>
/// <param name="Environment">Variables this call adds; the launcher removes every other QREXEC variable.</param>
/// <param name="User">Account name.</param>
/// <param name="Interactive">Whether it belongs on the user's desktop.</param>
public sealed record LaunchRequest(
    string Program,
    IReadOnlyList<string> Arguments,
    string? CommandLine,
    IReadOnlyList<KeyValuePair<string, string>> Environment,
    string User,
    bool Interactive);
