namespace PedOS.Tools.Engine.Machines;

/// <summary>
/// Self-relative security descriptors in the binary form of NTFS (winnt.h): header of 20 bytes, list, owner, group.
/// </summary>
internal static class SecurityDescriptor
{
    /// <summary>OBJECT_INHERIT_ACE: files below get it.</summary>
    public const byte ToFiles = 0x01;

    /// <summary>CONTAINER_INHERIT_ACE: directories below get it.</summary>
    public const byte ToDirectories = 0x02;

    /// <summary>SE_SELF_RELATIVE.</summary>
    public const ushort SelfRelative = 0x8000;

    /// <summary>SE_DACL_PRESENT.</summary>
    public const ushort HasList = 0x0004;

    /// <summary>SE_DACL_AUTO_INHERITED.</summary>
    public const ushort ListInherited = 0x0400;

    /// <summary>SE_DACL_PROTECTED.</summary>
    public const ushort ListProtected = 0x1000;

    /// <summary>Bytes of the header.</summary>
    public const int HeaderSize = 20;

    /// <summary>Bytes of the header of a list.</summary>
    public const int ListHeaderSize = 8;

    private const byte Revision = 1;
    private const byte ListRevision = 2;
    private const uint FullControl = 0x1f01ff; // FILE_ALL_ACCESS
    private const uint ReadAndExecute = 0x1200a9; // FILE_GENERIC_READ | FILE_GENERIC_EXECUTE

    // S-1-5-18, S-1-5-32-544, S-1-5-32-545.
    private static readonly byte[] System = Sid(18);
    private static readonly byte[] Administrators = Sid(32, 544);
    private static readonly byte[] Users = Sid(32, 545);

    /// <summary>What a rule means for a file or a directory, as <see cref="AccessRule"/> tells.</summary>
    public static byte[] Of(AccessRule rule, bool isDirectory)
    {
        byte flags = isDirectory ? (byte)(ToFiles | ToDirectories) : (byte)0;
        List<byte[]> entries = [Allow(FullControl, flags, System), Allow(FullControl, flags, Administrators)];
        if (rule == AccessRule.Programs)
        {
            entries.Add(Allow(ReadAndExecute, flags, Users));
        }

        return Compose(Administrators, Administrators, ListProtected, entries);
    }

    /// <summary>Puts a descriptor together.</summary>
    /// <param name="owner">SID.</param>
    /// <param name="group">SID.</param>
    /// <param name="control">Control bits besides the two that every descriptor here has.</param>
    /// <param name="entries">Entries of the list, in order.</param>
    public static byte[] Compose(byte[] owner, byte[] group, ushort control, IReadOnlyList<byte[]> entries)
    {
        byte[] list = Concat(entries.Prepend(new byte[ListHeaderSize]));
        list[0] = ListRevision;
        Put16(list, 2, checked((ushort)list.Length));
        Put16(list, 4, (ushort)entries.Count);

        byte[] header = new byte[HeaderSize];
        header[0] = Revision;
        Put16(header, 2, (ushort)(SelfRelative | HasList | control));
        Put32(header, 4, (uint)(HeaderSize + list.Length));
        Put32(header, 8, (uint)(HeaderSize + list.Length + owner.Length));
        Put32(header, 16, HeaderSize);
        return Concat([header, list, owner, group]);
    }

    private static byte[] Allow(uint rights, byte flags, byte[] sid)
    {
        byte[] entry = new byte[8 + sid.Length];
        entry[1] = flags;
        Put16(entry, 2, (ushort)entry.Length);
        Put32(entry, 4, rights);
        sid.CopyTo(entry, 8);
        return entry;
    }

    /// <summary>A SID of the NT authority.</summary>
    private static byte[] Sid(params uint[] parts)
    {
        byte[] sid = new byte[8 + (4 * parts.Length)];
        sid[0] = Revision;
        sid[1] = (byte)parts.Length;
        sid[7] = 5;
        for (int i = 0; i < parts.Length; i++)
        {
            Put32(sid, 8 + (4 * i), parts[i]);
        }

        return sid;
    }

    private static byte[] Concat(IEnumerable<byte[]> parts) => [.. parts.SelectMany(static part => part)];

    private static void Put16(byte[] at, int offset, ushort value)
    {
        at[offset] = (byte)value;
        at[offset + 1] = (byte)(value >> 8);
    }

    private static void Put32(byte[] at, int offset, uint value)
    {
        Put16(at, offset, (ushort)value);
        Put16(at, offset + 2, (ushort)(value >> 16));
    }
}
