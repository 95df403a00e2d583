using PedOS.Agents.Files;
using PedOS.Protocols.FileCopy;

namespace PedOS.Rpc.Files;

/// <summary>Counts what a call brings, and refuses what goes beyond its limits before any of it is read.</summary>
/// <param name="limits">The limits.</param>
/// <param name="folder">Asked for its free space.</param>
internal sealed class Room(ReceiveLimits limits, IIncomingFolder folder)
{
    // So many files are taken between two looks at the volume; folders and short files cost some room, too.
    private const ulong EntriesBetweenLooks = 512;
    private const ulong EntryCost = 4096;

    private ulong _known;

    /// <summary>Entries so far.</summary>
    public ulong Entries { get; private set; }

    /// <summary>Bytes announced so far.</summary>
    public ulong Bytes { get; private set; }

    /// <summary>Counts an entry.</summary>
    /// <param name="length">Bytes that it announces.</param>
    /// <exception cref="FileErrorException">It is too much.</exception>
    public void Take(ulong length)
    {
        if (++Entries > limits.MaxEntries || length > limits.MaxBytes - Bytes)
        {
            throw new FileErrorException(
                FileCopyError.EDQUOT,
                $"more than {limits.MaxEntries} entries or {limits.MaxBytes} bytes are not taken in one call");
        }

        Bytes += length;
        ulong needed = SaturatedSum(length, EntryCost);
        if (needed > _known || Entries % EntriesBetweenLooks == 0)
        {
            ulong free = folder.GetFreeBytes();
            _known = free - Math.Min(free, limits.ReservedBytes);
        }

        if (needed > _known)
        {
            throw new FileErrorException(
                FileCopyError.ENOSPC, $"{length} bytes are announced, and there is room for {_known}");
        }

        _known -= needed;
    }

    private static ulong SaturatedSum(ulong one, ulong other) =>
        one > ulong.MaxValue - other ? ulong.MaxValue : one + other;
}
