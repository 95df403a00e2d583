using PedOS.Protocols.FileCopy;

namespace PedOS.Agents.Files;

/// <summary>What a thing is that is sent.</summary>
/// <param name="Mode">Kind and permissions as POSIX has them.</param>
/// <param name="Length">Bytes of a file.</param>
/// <param name="Accessed">Last access.</param>
/// <param name="Modified">Last change.</param>
/// <param name="Identity">What tells it from every other one on its volume, whatever its name.</param>
/// <param name="IsElsewhere">Whether its data is on another computer until it is read (files of a cloud).</param>
public readonly record struct OutgoingStatus(
    uint Mode, ulong Length, EntryTime Accessed, EntryTime Modified, UInt128 Identity, bool IsElsewhere)
{
    /// <summary>What it is; <see cref="EntryKind.Other"/> does not travel.</summary>
    public EntryKind Kind => new EntryHeader(0, Mode, 0, default, default).Kind;

    /// <summary>What changes when the thing is replaced or written.</summary>
    public (UInt128 Identity, ulong Length, EntryTime Modified) Version => (Identity, Length, Modified);
}
