using System.Numerics;

namespace PedOS.Protocols.Vchan;

/// <summary>Sizes of vchan rings.</summary>
public static class VchanRing
{
    /// <summary>Smallest ring that has pages of its own (order 12).</summary>
    public const int MinSize = 4096;

    /// <summary>Largest ring (order 20).</summary>
    public const int MaxSize = 1 << 20;

    /// <summary>
    /// Ring for the data of one call: one full data message must not need several turns (source: upstream, 64 KiB).
    /// </summary>
    public const int DataRingSize = 65536;

    /// <summary>Size a ring gets when at least <paramref name="minimum"/> bytes are asked for.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or above <see cref="MaxSize"/>.</exception>
    public static int SizeFor(int minimum)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(minimum);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minimum, MaxSize);
        return (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(minimum, MinSize));
    }
}
