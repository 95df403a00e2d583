namespace PedOS.TestKit.Limits;

/// <summary>The time limits of this run.</summary>
internal static class Limit
{
    // Once: a limit that shrinks between two looks would be another one each time a test is run again.
    private static readonly double Now = Patience.Of(TimeSpan.FromSeconds(1)).TotalSeconds;

    /// <summary>A limit here and now.</summary>
    /// <param name="quiet">That of a quiet machine, in milliseconds; 0 is none.</param>
    public static int Of(int quiet) => Of(quiet, Now);

    /// <summary>A limit where things take longer.</summary>
    /// <param name="quiet">That of a quiet machine, in milliseconds; 0 is none.</param>
    /// <param name="pace">How many times longer.</param>
    public static int Of(int quiet, double pace) => (int)Math.Min(quiet * pace, int.MaxValue);
}
