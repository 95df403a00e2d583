using PedOS.Agents.Clipboard;
using PedOS.Agents.Processes;
using PedOS.Protocols.Clipboard;

namespace PedOS.Rpc.Clipboard;

/// <summary>The clipboard of whoever sits before the machine, as dom0 asks for it after the user's key.</summary>
/// <param name="clipboard">The clipboard.</param>
internal sealed class ClipboardVerbs(IClipboard clipboard)
{
    /// <summary>Writes the text on the clipboard; nothing of it when it is too long.</summary>
    /// <param name="output">Where it goes.</param>
    /// <param name="cancellationToken">Ends the wait for the clipboard.</param>
    /// <returns>Exit code.</returns>
    /// <exception cref="IOException">There is no text, or too much.</exception>
    public async Task<int> CopyAsync(Stream output, CancellationToken cancellationToken)
    {
        // An end of line is two characters here and one byte there.
        string? text = await clipboard.ReadTextAsync(2 * ClipboardText.MaxLength, cancellationToken);
        if (text is null)
        {
            throw new IOException("there is no text on the clipboard");
        }

        if (!ClipboardText.TryWrite(text, out byte[] sent, out string problem))
        {
            throw new IOException($"the clipboard is not copied: {problem}");
        }

        await output.WriteAsync(sent, cancellationToken);
        await output.FlushAsync(cancellationToken);
        return RpcProgram.Done;
    }

    /// <summary>Puts a text on the clipboard; what is refused changes nothing.</summary>
    /// <param name="input">The text.</param>
    /// <param name="time">Clock of the wait for it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Exit code.</returns>
    /// <exception cref="IOException">It is not a text, or too long.</exception>
    public async Task<int> PasteAsync(IByteSource input, TimeProvider time, CancellationToken cancellationToken)
    {
        byte[] sent = await ShortInput.ReadAllAsync(input, ClipboardText.MaxLength, time, cancellationToken);
        if (!ClipboardText.TryRead(sent, out string text, out string problem))
        {
            throw new IOException($"the clipboard stays as it is: {problem}");
        }

        await clipboard.SetTextAsync(text, cancellationToken);
        return RpcProgram.Done;
    }
}
