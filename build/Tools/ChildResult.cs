namespace PedOS.Build.Tools;

/// <summary>How a child process ended.</summary>
/// <param name="ExitCode">Its exit code; meaningless when it timed out.</param>
/// <param name="TimedOut">It was killed because its time was over.</param>
/// <param name="Lines">The last lines it wrote, both streams, in order of arrival.</param>
public sealed record ChildResult(int ExitCode, bool TimedOut, IReadOnlyList<string> Lines)
{
    /// <summary>How long it ran.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Ended by itself with exit code 0.</summary>
    public bool Succeeded => !TimedOut && ExitCode == 0;
}
