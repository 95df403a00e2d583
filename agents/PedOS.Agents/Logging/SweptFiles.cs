namespace PedOS.Agents.Logging;

/// <summary>Log files that were removed for their size alone.</summary>
/// <param name="Count">All of them.</param>
/// <param name="YoungCount">Those younger than <see cref="Young"/>.</param>
internal readonly record struct SweptFiles(int Count, int YoungCount)
{
    /// <summary>Whoever looks for what has just happened expects files younger than this.</summary>
    public static TimeSpan Young { get; } = TimeSpan.FromDays(1);

    /// <summary>One more.</summary>
    public SweptFiles And(bool isYoung) => new(Count + 1, YoungCount + (isYoung ? 1 : 0));

    /// <summary>Both together.</summary>
    public SweptFiles And(SweptFiles others) => new(Count + others.Count, YoungCount + others.YoungCount);
}
