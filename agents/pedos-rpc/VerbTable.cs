using PedOS.Rpc.Clipboard;
using PedOS.Rpc.Clock;
using PedOS.Rpc.Files;
using PedOS.Rpc.Running;
using PedOS.Rpc.Waiting;

namespace PedOS.Rpc;

/// <summary>
/// What the program can do. A unit is a folder: it names its verbs and options, and opens the ports that are its alone.
/// </summary>
internal static class VerbTable
{
    // Names and options end before this column of the help.
    private const int Column = 27;

    /// <summary>All verbs, in the order of the help.</summary>
    public static IReadOnlyList<Verb> All { get; } =
    [
        .. WaitingUnit.Verbs,
        .. ClockUnit.Verbs,
        .. ClipboardUnit.Verbs,
        .. FilesUnit.Verbs,
        .. SendingUnit.Verbs,
        .. RunningUnit.Verbs,
    ];

    /// <summary>Help text.</summary>
    public static string Usage { get; } = string.Join('\n', (string[])
    [
        "usage: pedos-rpc VERB [options]",
        "The program behind services of this machine; each is started per call.",
        .. All.Select(static v => Line(
            v.Name,
            v.Service.Length > 0 ? $"{v.Purpose} ({v.Service})"
            : v.Words.Length > 0 ? $"{v.Purpose}: [options] {v.Words}"
            : v.Purpose)),
        "Options:",
        Line("-h, --help", "print this text"),
        Line("--version", "print the version"),
        .. All.SelectMany(static v => v.Options)
            .DistinctBy(static o => o.Name)
            .Select(static o => Line(o.Value.Length > 0 ? $"{o.Name}={o.Value}" : o.Name, o.Purpose)),
    ]);

    private static string Line(string word, string purpose) => $"  {word.PadRight(Column - 2)}{purpose}";
}
