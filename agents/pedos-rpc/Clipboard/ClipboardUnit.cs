using PedOS.Agents.Clipboard;
using PedOS.Agents.Hosting;
using PedOS.Agents.Posix.Clipboard;
using PedOS.Agents.Processes;
using PedOS.Agents.Windows.Clipboard;

namespace PedOS.Rpc.Clipboard;

/// <summary>Text of the clipboard, in and out.</summary>
internal static class ClipboardUnit
{
    /// <summary>What it can do.</summary>
    public static IReadOnlyList<Verb> Verbs { get; } =
    [
        new("clipboard-copy", "qubes.ClipboardCopy", "writes the text on the clipboard to standard output", CopyAsync),
        new(
            "clipboard-paste",
            "qubes.ClipboardPaste",
            "puts the text on standard input on the clipboard",
            PasteAsync),
    ];

    private static async Task<int> CopyAsync(VerbLine line, ProgramContext program)
    {
        using Stream output = Console.OpenStandardOutput();
        return await new ClipboardVerbs(Open(program)).CopyAsync(output, program.Stopping);
    }

    private static async Task<int> PasteAsync(VerbLine line, ProgramContext program)
    {
        using IByteSource input = program.Guest.Streams.OpenInput();
        return await new ClipboardVerbs(Open(program)).PasteAsync(input, program.Time, program.Stopping);
    }

    // Of the session that this runs in.
    private static IClipboard Open(ProgramContext program) =>
        OperatingSystem.IsWindows() ? new WindowsClipboard(program.Time) : StandInClipboard.Open();
}
