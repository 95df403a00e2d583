using PedOS.Tools.Engine.Machines;

namespace PedOS.Tools.Engine.Volumes;

/// <summary>
/// What a new file or directory gets from the security descriptor of its directory, as Windows computes it. Needed
/// where the driver does not: ntfs-3g makes descriptors from the Linux mode unless it was told to inherit.
/// </summary>
internal static class InheritedAccess
{
    // ACE header: type, flags, size; the rights and the SID follow.
    private const int FlagsOffset = 1;
    private const int SizeOffset = 2;
    private const int RightsOffset = 4;
    private const int SidOffset = 8;
    private const byte NotFurther = 0x04; // NO_PROPAGATE_INHERIT_ACE
    private const byte OnlyBelow = 0x08; // INHERIT_ONLY_ACE
    private const byte Inherited = 0x10; // INHERITED_ACE
    private const int LastPlainType = 3; // allowed, denied, audit, alarm: rights and one SID

    // Generic rights of an entry become the rights of files: read, write, execute, all (winnt.h).
    private static readonly (uint Generic, uint Rights)[] Generic =
    [
        (0x80000000, 0x120089),
        (0x40000000, 0x120116),
        (0x20000000, 0x1200a0),
        (0x10000000, 0x1f01ff),
    ];

    // S-1-3-0 and S-1-3-1: whoever will own it.
    private static readonly byte[] CreatorOwner = [1, 1, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0];
    private static readonly byte[] CreatorGroup = [1, 1, 0, 0, 0, 0, 0, 3, 1, 0, 0, 0];

    /// <summary>The descriptor of something new in a directory; null when the directory hands nothing down.</summary>
    /// <param name="above">Descriptor of the directory, self-relative.</param>
    /// <param name="isDirectory">Whether the new thing is a directory.</param>
    public static byte[]? Of(byte[] above, bool isDirectory)
    {
        int list = Offset(above, 16);
        if (list == 0
            || Sid(above, Offset(above, 4)) is not { } owner
            || Sid(above, Offset(above, 8)) is not { } group
            || list + SecurityDescriptor.ListHeaderSize > above.Length)
        {
            return null;
        }

        List<byte[]> entries = [];
        int at = list + SecurityDescriptor.ListHeaderSize;
        for (int count = BitConverter.ToUInt16(above, list + 4); count > 0; count--)
        {
            int size = at + SidOffset <= above.Length ? BitConverter.ToUInt16(above, at + SizeOffset) : 0;
            if (size < SidOffset || at + size > above.Length)
            {
                return null;
            }

            byte[] entry = new byte[size];
            Array.Copy(above, at, entry, 0, size);
            entries.AddRange(HandDown(entry, isDirectory, owner, group));
            at += size;
        }

        return entries.Count > 0
            ? SecurityDescriptor.Compose(owner, group, SecurityDescriptor.ListInherited, entries)
            : null;
    }

    private static IEnumerable<byte[]> HandDown(byte[] entry, bool isDirectory, byte[] owner, byte[] group)
    {
        const byte ToBoth = SecurityDescriptor.ToFiles | SecurityDescriptor.ToDirectories;
        byte flags = entry[FlagsOffset];
        bool applies = (flags & (isDirectory ? SecurityDescriptor.ToDirectories : SecurityDescriptor.ToFiles)) != 0;
        bool goesOn = isDirectory && (flags & ToBoth) != 0 && (flags & NotFurther) == 0;
        if (!applies && !goesOn)
        {
            yield break;
        }

        // For whoever owns it, and with generic rights, an entry means something else here than further down.
        byte[] here = Resolve(entry, owner, group);
        bool isSplit = applies && goesOn && !here.SequenceEqual(entry);
        byte further = goesOn ? (byte)(flags & ToBoth) : (byte)0;
        if (applies)
        {
            here[FlagsOffset] = (byte)(Inherited | (isSplit ? 0 : further));
            yield return here;
        }

        if (isSplit || !applies)
        {
            byte[] below = (byte[])entry.Clone();
            below[FlagsOffset] = (byte)(Inherited | OnlyBelow | further);
            yield return below;
        }
    }

    private static byte[] Resolve(byte[] entry, byte[] owner, byte[] group)
    {
        if (entry[0] > LastPlainType)
        {
            return (byte[])entry.Clone();
        }

        byte[] sid = [.. entry.Skip(SidOffset)];
        byte[] real = sid.SequenceEqual(CreatorOwner) ? owner : sid.SequenceEqual(CreatorGroup) ? group : sid;
        byte[] result = [.. entry.Take(SidOffset), .. real];
        BitConverter.GetBytes((ushort)result.Length).CopyTo(result, SizeOffset);
        uint rights = BitConverter.ToUInt32(entry, RightsOffset);
        foreach ((uint generic, uint specific) in Generic)
        {
            if ((rights & generic) != 0)
            {
                rights = (rights & ~generic) | specific;
            }
        }

        BitConverter.GetBytes(rights).CopyTo(result, RightsOffset);
        return result;
    }

    private static int Offset(byte[] descriptor, int at) =>
        descriptor.Length >= SecurityDescriptor.HeaderSize ? BitConverter.ToInt32(descriptor, at) : 0;

    private static byte[]? Sid(byte[] descriptor, int at)
    {
        if (at < SecurityDescriptor.HeaderSize || at + 8 > descriptor.Length)
        {
            return null;
        }

        int length = 8 + (4 * descriptor[at + 1]);
        return at + length <= descriptor.Length ? [.. descriptor.Skip(at).Take(length)] : null;
    }
}
