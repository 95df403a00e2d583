using System.Runtime.InteropServices;

namespace PedOS.Agents.Posix.Native;

/// <summary>
/// How many descriptors may be open. A program that serves many at once takes all that it may have; what it starts
/// gets what it was started with itself, because programs exist that look at every number below their limit.
/// </summary>
/// <remarks>
/// The shared runtime raises the limit before any code of ours runs: then what it was before is not known. Native
/// programs, which are what is shipped, leave it to us.
/// </remarks>
public static unsafe class DescriptorLimit
{
    // While the limit is lowered for a start, others may ask for descriptors: so many numbers must be free (arbitrary).
    private const int Margin = 256;

    // What stays for those that are refused: they are told why over a descriptor (arbitrary).
    private const int MaxReserve = 128;

    private static readonly Lock Gate = new();
    private static Libc.ResourceLimit _before;
    private static Libc.ResourceLimit _raised;
    private static int _starts;

    /// <summary>Takes all that this process may have. Once, before it starts anything.</summary>
    public static void TakeAll()
    {
        lock (Gate)
        {
            Libc.ResourceLimit now = Read();
            if (_raised.Soft == 0 && now.Soft < now.Hard && TrySet(now with { Soft = now.Hard }))
            {
                (_before, _raised) = (now, now with { Soft = now.Hard });
            }
        }
    }

    /// <summary>Why nothing more is to be started; null when there is room.</summary>
    public static string? Shortage()
    {
        ulong limit = Read().Soft;
        int next = Libc.epoll_create1(Libc.EPOLL_CLOEXEC);
        bool isNone = next < 0 && Marshal.GetLastPInvokeError() == Libc.EMFILE;
        if (next >= 0)
        {
            _ = Libc.close(next);
        }

        // Numbers are given out from below: the next one tells how many are in use.
        ulong reserve = Math.Min(MaxReserve, limit / 4);
        return !isNone && (ulong)Math.Max(next, 0) + reserve < limit
            ? null
            : $"too many calls at once: of {limit} open files that this program may have, none is left";
    }

    /// <summary>
    /// Until <see cref="EndStart"/>, what is started gets the limit that we were started with.
    /// </summary>
    /// <param name="newest">The highest descriptor of the start.</param>
    /// <param name="limit">What has to be set in the program itself, when it returns false.</param>
    /// <returns>False when so many are open that ours cannot be lowered for a moment.</returns>
    internal static bool TryBeginStart(int newest, out ulong limit)
    {
        lock (Gate)
        {
            limit = _before.Soft;
            if (_raised.Soft != 0
                && ((ulong)(newest + Margin) >= limit || (_starts == 0 && !TrySet(_raised with { Soft = limit }))))
            {
                return false;
            }

            _starts++;
            return true;
        }
    }

    /// <summary>The program has been started, or not.</summary>
    internal static void EndStart()
    {
        lock (Gate)
        {
            _starts--;
            if (_starts == 0 && _raised.Soft != 0)
            {
                _ = TrySet(_raised);
            }
        }
    }

    private static Libc.ResourceLimit Read()
    {
        Libc.ResourceLimit limit;
        return Libc.getrlimit(Libc.RLIMIT_NOFILE, &limit) == 0 ? limit : default;
    }

    private static bool TrySet(Libc.ResourceLimit limit) => Libc.setrlimit(Libc.RLIMIT_NOFILE, &limit) == 0;
}
