using PedOS.Agents.Clipboard;

namespace PedOS.Agents.Posix.Clipboard;

/// <summary>
/// Not a clipboard of the system: the text is kept in a file. For development and tests, which have no desktop.
/// </summary>
/// <param name="path">The file, UTF-8; absent is the same as an empty clipboard.</param>
public sealed class StandInClipboard(string path) : IClipboard
{
    /// <summary>Environment variable that names the file and so chooses this clipboard.</summary>
    public const string Variable = "PEDOS_STAND_IN_CLIPBOARD";

    /// <summary>The one that the environment names.</summary>
    /// <exception cref="IOException">It names none.</exception>
    public static StandInClipboard Open() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path
            ? new StandInClipboard(path)
            : throw new IOException("there is no clipboard here: the program has one on Windows only");

    /// <inheritdoc/>
    public async Task<string?> ReadTextAsync(int limit, CancellationToken cancellationToken) =>
        File.Exists(path) ? await File.ReadAllTextAsync(path, cancellationToken) : null;

    /// <inheritdoc/>
    public Task SetTextAsync(string text, CancellationToken cancellationToken) =>
        File.WriteAllTextAsync(path, text, cancellationToken);
}
