namespace PedOS.Agents.Logging;

/// <summary>Where a log goes when its own directory cannot be used.</summary>
/// <param name="Directories">Directories, tried in order after the configured one.</param>
/// <param name="OpenStandardError">
/// Opens what is used when every directory failed; gives null when there is none.
/// </param>
public sealed record LogPlaces(IReadOnlyList<string> Directories, Func<Stream?> OpenStandardError)
{
    /// <summary>
    /// Opens a directory, and makes it when it is missing. Fails with <see cref="UnauthorizedAccessException"/> when
    /// somebody else could put another one in its place, or files into it.
    /// </summary>
    public Func<string, LogDirectory> Open { get; init; } = LogDirectory.Unchecked;

    /// <summary>Opens standard error, the last of all places; null when there is none.</summary>
    public static Stream? StandardError()
    {
        Stream stream = Console.OpenStandardError();

        // A service has no standard error; what is written there would be lost in silence.
        return stream == Stream.Null ? null : stream;
    }
}
