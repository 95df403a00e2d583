namespace PedOS.Setup;

/// <summary>
/// How the program was started. A double click gives it a window of its own and no words: then it asks, with the rights
/// of an administrator, and its window stays until somebody has read it. In a window of others it does what it is told.
/// </summary>
/// <param name="Words">The command line that is meant.</param>
/// <param name="NeedsElevation">Whether it has to be started again as an administrator.</param>
/// <param name="Waits">Whether somebody has to close its window.</param>
internal sealed record SetupStart(IReadOnlyList<string> Words, bool NeedsElevation, bool Waits)
{
    private const string Ask = "--ask";

    /// <summary>Decides.</summary>
    /// <param name="args">The words on the command line.</param>
    /// <param name="isOwnWindow">Whether it has a console that nobody else uses, before somebody.</param>
    /// <param name="isElevated">Whether it has the rights of an administrator.</param>
    public static SetupStart Of(IReadOnlyList<string> args, bool isOwnWindow, bool isElevated)
    {
        IReadOnlyList<string> words = isOwnWindow && args.Count == 0 ? ["install", Ask] : args;
        bool asks = isOwnWindow && words.Contains(Ask);
        return new(words, asks && !isElevated && !words.Contains("--image"), asks);
    }
}
