using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace PedOS.Agents.Logging;

/// <summary>
/// Whether a directory of Windows is one that only Windows, its administrators and one account can change. Whoever else
/// may write, delete or give rights there could put something in the place of a log, or what leads somewhere else.
/// </summary>
/// <remarks>
/// The descriptor is self-relative (winnt.h, MS-DTYP 2.4.6). Entries that take rights away make nothing worse and are
/// not looked at; conditions of an entry neither, as if they were fulfilled. What an entry gives to files made later
/// counts like what it gives now: the logs are such files.
/// </remarks>
public static class DirectoryRights
{
    private const int HeaderSize = 20;
    private const int ListHeaderSize = 8;
    private const int EntryHeaderSize = 8;
    private const int LeastSid = 8;
    private const ushort HasList = 0x4;

    // FILE_ADD_FILE, FILE_ADD_SUBDIRECTORY, FILE_WRITE_EA, FILE_DELETE_CHILD, FILE_WRITE_ATTRIBUTES, DELETE, WRITE_DAC,
    // WRITE_OWNER, MAXIMUM_ALLOWED, GENERIC_ALL, GENERIC_WRITE.
    private const uint Changing =
        0x2 | 0x4 | 0x10 | 0x40 | 0x100 | 0x1_0000 | 0x4_0000 | 0x8_0000 | 0x200_0000 | 0x1000_0000 | 0x4000_0000;

    // ACCESS_ALLOWED and its kind with a condition; those with object types have other bytes before the account.
    private const byte Allows = 0;
    private const byte AllowsIf = 9;
    private static readonly byte[] AllowsByType = [4, 5, 11];

    // LocalSystem, Administrators, and the service that owns the files of Windows.
    private static readonly string[] Trusted =
    [
        "S-1-5-18",
        "S-1-5-32-544",
        "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464",
    ];

    // CREATOR OWNER and OWNER RIGHTS: whoever makes or owns something here, which only the others can.
    private static readonly string[] Owners = ["S-1-3-0", "S-1-3-4"];

    /// <summary>Looks.</summary>
    /// <param name="descriptor">Owner and list of the directory.</param>
    /// <param name="own">SID of the account that uses it, as text.</param>
    /// <returns>Who else may change it, a phrase; "" for nobody.</returns>
    public static string FindDanger(ReadOnlySpan<byte> descriptor, string own)
    {
        if (descriptor.Length < HeaderSize || Sid(descriptor, Number(descriptor, 4)) is not { } owner)
        {
            return "its owner cannot be read";
        }

        if (!IsTrusted(owner, own))
        {
            return $"it belongs to {owner}, who could put something else in its place";
        }

        // A list that is not there lets everybody do everything.
        uint list = Number(descriptor, 16);
        return (BinaryPrimitives.ReadUInt16LittleEndian(descriptor[2..]) & HasList) == 0 || list == 0
            ? "it has no list of rights, so that everybody may change it"
            : FindDanger(descriptor, list, own);
    }

    private static string FindDanger(ReadOnlySpan<byte> descriptor, uint list, string own)
    {
        const string Damaged = "its list of rights cannot be read";
        if (list < HeaderSize || list + (long)ListHeaderSize > descriptor.Length)
        {
            return Damaged;
        }

        int at = (int)list + ListHeaderSize;
        for (int count = BinaryPrimitives.ReadUInt16LittleEndian(descriptor[((int)list + 4)..]); count > 0; count--)
        {
            int size = at + EntryHeaderSize <= descriptor.Length
                ? BinaryPrimitives.ReadUInt16LittleEndian(descriptor[(at + 2)..])
                : 0;
            if (size < EntryHeaderSize || at + size > descriptor.Length)
            {
                return Damaged;
            }

            ReadOnlySpan<byte> entry = descriptor.Slice(at, size);
            if (entry[0] is Allows or AllowsIf && (Number(entry, 4) & Changing) != 0)
            {
                if (Sid(entry, EntryHeaderSize) is not { } account)
                {
                    return Damaged;
                }

                if (!IsTrusted(account, own) && !Owners.Contains(account, StringComparer.Ordinal))
                {
                    return string.Create(
                        CultureInfo.InvariantCulture, $"{account} may change it (0x{Number(entry, 4) & Changing:x})");
                }
            }
            else if (AllowsByType.Contains(entry[0]))
            {
                return "it has an entry of a type that files never have";
            }

            at += size;
        }

        return "";
    }

    private static bool IsTrusted(string account, string own) =>
        account == own || Trusted.Contains(account, StringComparer.Ordinal);

    private static uint Number(ReadOnlySpan<byte> bytes, int at) =>
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    // As text; null when it is not whole.
    private static string? Sid(ReadOnlySpan<byte> bytes, uint at)
    {
        if (at < EntryHeaderSize || at + (long)LeastSid > bytes.Length)
        {
            return null;
        }

        ReadOnlySpan<byte> sid = bytes[(int)at..];
        int parts = sid[1];
        if (LeastSid + (4 * parts) > sid.Length)
        {
            return null;
        }

        ulong authority = BinaryPrimitives.ReadUInt64BigEndian(sid) & 0xFFFF_FFFF_FFFF;
        StringBuilder text = new();
        _ = text.Append(CultureInfo.InvariantCulture, $"S-{sid[0]}-{authority}");
        for (int i = 0; i < parts; i++)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"-{Number(sid, LeastSid + (4 * i))}");
        }

        return text.ToString();
    }
}
