namespace PedOS.Tools.Contracts.Files;

/// <summary>
/// Files that somebody has open for a moment: a scanner or an indexer that looks at what was just written. It tells
/// nobody when it lets go, so it is tried again.
/// </summary>
public static class HeldFile
{
    // ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION, ERROR_USER_MAPPED_FILE
    private static readonly int[] Held = [5, 32, 33, 1224];

    // Together 2 s (arbitrary): scanners need some 100 ms, and nobody wants to wait much longer for a real refusal.
    private static readonly int[] Delays = [10, 20, 40, 80, 150, 250, 350, 500, 600];

    /// <summary>Whether a call may succeed when it is repeated, or in another way.</summary>
    /// <param name="error">Windows' error number of it.</param>
    public static bool Is(int error) => Array.IndexOf(Held, error) >= 0;

    /// <summary>Whether a call may succeed when it is repeated. On Linux nobody holds a file so.</summary>
    /// <param name="failure">What it threw.</param>
    public static bool Is(Exception failure) =>
        (failure.HResult >> 16) == unchecked((short)0x8007)
        && Is(failure.HResult & 0xFFFF)
        && (failure is IOException || (failure is UnauthorizedAccessException && Path.DirectorySeparatorChar == '\\'));

    /// <summary>Calls again, for about two seconds, as long as somebody holds the file.</summary>
    /// <param name="call">Returns Windows' error number.</param>
    /// <param name="wait">Lets time pass; null for <see cref="Sleep"/>.</param>
    /// <returns>What the last call returned.</returns>
    public static int Retry(Func<int> call, Action<TimeSpan>? wait = null)
    {
        int error = call();
        for (int i = 0; Is(error) && i < Delays.Length; i++)
        {
            (wait ?? Sleep)(TimeSpan.FromMilliseconds(Delays[i]));
            error = call();
        }

        return error;
    }

    /// <summary>The same for a call that throws; the last exception is the caller's.</summary>
    /// <param name="call">Throws as .NET does.</param>
    /// <param name="wait">Lets time pass; null for <see cref="Sleep"/>.</param>
    public static void Retry(Action call, Action<TimeSpan>? wait = null)
    {
        int tried = 0;
        while (true)
        {
            try
            {
                call();
                return;
            }
            catch (Exception e) when (tried < Delays.Length && Is(e))
            {
                (wait ?? Sleep)(TimeSpan.FromMilliseconds(Delays[tried++]));
            }
        }
    }

    /// <summary>Lets all of the time pass.</summary>
    /// <param name="time">How long.</param>
    public static void Sleep(TimeSpan time) => Wait(time, CancellationToken.None);

    /// <summary>Lets time pass, or less of it when somebody wants an end.</summary>
    /// <param name="time">How long.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static void Wait(TimeSpan time, CancellationToken cancellation)
    {
        if (cancellation.WaitHandle.WaitOne(time))
        {
            throw new OperationCanceledException(cancellation);
        }
    }
}
