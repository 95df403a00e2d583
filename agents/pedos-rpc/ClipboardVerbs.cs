using PedOS.Agents.Clipboard;
using PedOS.Agents.Hosting;
using PedOS.Agents.Posix.Clipboard;
using PedOS.Agents.Processes;
using PedOS.Agents.Windows.Clipboard;
using PedOS.Protocols.Clipboard;

namespace PedOS.Rpc;

/// <summary>The clipboard of whoever sits before the machine, as dom0 asks for it after the user's key.</summary>
/// <param name="program">The frame of the program.</param>
internal sealed class ClipboardVerbs(ProgramContext program)
{
    /// <summary>Writes the text on the clipboard to standard output; nothing of it when it is too long.</summary>
    /// <returns>Exit code.</returns>
    public async Task<int> CopyAsync(CancellationToken cancellationToken)
    {
        // An end of line is two characters here and one byte there.
        string? text = await OpenClipboard()
            .ReadTextAsync(2 * ClipboardText.MaxLength, cancellationToken);
        if (text is null)
        {
            throw new IOException("there is no text on the clipboard");
        }

        if (!ClipboardText.TryWrite(text, out byte[] sent, out string problem))
        {
            throw new IOException($"the clipboard is not copied: {problem}");
        }

        using Stream output = Console.OpenStandardOutput();
        await output.WriteAsync(sent, cancellationToken);
        await output.FlushAsync(cancellationToken);
        return RpcProgram.Done;
    }

    /// <summary>Puts the text on standard input on the clipboard; what is refused changes nothing.</summary>
    /// <returns>Exit code.</returns>
    public async Task<int> PasteAsync(CancellationToken cancellationToken)
    {
        using IByteSource input = program.Guest.Streams.OpenInput();
        byte[] sent = await ShortInput
            .ReadAllAsync(input, ClipboardText.MaxLength, program.Time, cancellationToken);
        if (!ClipboardText.TryRead(sent, out string text, out string problem))
        {
            throw new IOException($"the clipboard stays as it is: {problem}");
        }

        await OpenClipboard().SetTextAsync(text, cancellationToken);
        return RpcProgram.Done;
    }

    // Of the session that this runs in.
    private IClipboard OpenClipboard() =>
        OperatingSystem.IsWindows() ? new WindowsClipboard(program.Time) : StandInClipboard.Open();
}
