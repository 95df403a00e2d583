namespace PedOS.Protocols.FileCopy;

/// <summary>A time of an entry, since 1970-01-01 UTC.</summary>
/// <param name="Seconds">Whole seconds, until 2106.</param>
/// <param name="Nanoseconds">The rest, below a second.</param>
public readonly record struct EntryTime(uint Seconds, uint Nanoseconds)
{
    private const int NanosecondsPerTick = 100;

    /// <summary>The nearest time that can be sent: times before 1970 and after 2106 are cut off there.</summary>
    public static EntryTime From(DateTimeOffset time)
    {
        long ticks = time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;
        long seconds = Math.DivRem(ticks, TimeSpan.TicksPerSecond, out long rest);
        return ticks < 0 ? default
            : seconds > uint.MaxValue ? new(uint.MaxValue, 0)
            : new((uint)seconds, (uint)rest * NanosecondsPerTick);
    }

    /// <summary>The time, in steps of 100 ns.</summary>
    public DateTimeOffset ToDateTimeOffset() =>
        DateTimeOffset.UnixEpoch.AddSeconds(Seconds).AddTicks(Nanoseconds / NanosecondsPerTick);
}
