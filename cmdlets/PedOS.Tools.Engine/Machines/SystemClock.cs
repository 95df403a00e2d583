namespace PedOS.Tools.Engine.Machines;

/// <summary>The time of this computer, for callers that have no other source of time.</summary>
public static class SystemClock
{
    /// <summary>Now, UTC.</summary>
    public static DateTimeOffset Now => DateTimeOffset.UtcNow;
}
