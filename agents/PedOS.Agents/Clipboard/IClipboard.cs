namespace PedOS.Agents.Clipboard;

/// <summary>The clipboard of the session that this process runs in.</summary>
public interface IClipboard
{
    /// <summary>Reads the text on it.</summary>
    /// <param name="limit">Characters that are of interest; a longer text may be cut anywhere behind them.</param>
    /// <param name="cancellationToken">Ends the wait for whoever holds the clipboard.</param>
    /// <returns>The text, lines ended as this system does; null when there is none.</returns>
    /// <exception cref="IOException">
    /// Another program holds the clipboard and does not let go, or does not hand over the text that it promised.
    /// </exception>
    Task<string?> ReadTextAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Puts a text in the place of whatever is on it.</summary>
    /// <param name="text">The text, without NUL.</param>
    /// <param name="cancellationToken">Ends the wait for whoever holds the clipboard.</param>
    /// <exception cref="IOException">Another program holds the clipboard and does not let go.</exception>
    Task SetTextAsync(string text, CancellationToken cancellationToken);
}
