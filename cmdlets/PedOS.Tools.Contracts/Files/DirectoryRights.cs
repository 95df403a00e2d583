using System.Globalization;
using System.Text;

namespace PedOS.Tools.Contracts.Files;

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
    /// <param name="own">SID of the account that uses it, as text; "" for none besides Windows' own.</param>
    /// <returns>Who else may change it, a phrase; "" for nobody.</returns>
    public static string FindDanger(byte[] descriptor, string own)
    {
        if (FindOwner(descriptor) is not { } owner)
        {
            return "its owner cannot be read";
        }

        if (!IsTrusted(owner, own))
        {
            return $"it belongs to {owner}, who could put something else in its place";
        }

        // A list that is not there lets everybody do everything.
        uint list = Number(descriptor, 16);
        return (BitConverter.ToUInt16(descriptor, 2) & HasList) == 0 || list == 0
            ? "it has no list of rights, so that everybody may change it"
            : FindDanger(descriptor, list, own);
    }

    /// <summary>Who owns what a descriptor describes.</summary>
    /// <param name="descriptor">Self-relative.</param>
    /// <returns>The SID as text; null when it has none, or it is not whole.</returns>
    public static string? FindOwner(byte[] descriptor) =>
        descriptor.Length < HeaderSize ? null : Sid(descriptor, Number(descriptor, 4), descriptor.Length);

    /// <summary>Whether an account is Windows itself or the administrators.</summary>
    /// <param name="account">Its SID as text.</param>
    public static bool IsTrusted(string account) => Trusted.Contains(account, StringComparer.Ordinal);

    private static string FindDanger(byte[] descriptor, uint list, string own)
    {
        const string Damaged = "its list of rights cannot be read";
        if (list < HeaderSize || list + (long)ListHeaderSize > descriptor.Length)
        {
            return Damaged;
        }

        int at = (int)list + ListHeaderSize;
        for (int count = BitConverter.ToUInt16(descriptor, (int)list + 4); count > 0; count--)
        {
            int size = at + EntryHeaderSize <= descriptor.Length ? BitConverter.ToUInt16(descriptor, at + 2) : 0;
            if (size < EntryHeaderSize || at + size > descriptor.Length)
            {
                return Damaged;
            }

            uint rights = Number(descriptor, at + 4) & Changing;
            if (descriptor[at] is Allows or AllowsIf && rights != 0)
            {
                if (Sid(descriptor, (uint)at + EntryHeaderSize, at + size) is not { } account)
                {
                    return Damaged;
                }

                if (!IsTrusted(account, own) && !Owners.Contains(account, StringComparer.Ordinal))
                {
                    return $"{account} may change it (0x{rights.ToString("x", CultureInfo.InvariantCulture)})";
                }
            }
            else if (AllowsByType.Contains(descriptor[at]))
            {
                return "it has an entry of a type that files never have";
            }

            at += size;
        }

        return "";
    }

    private static bool IsTrusted(string account, string own) => account == own || IsTrusted(account);

    private static uint Number(byte[] bytes, int at) => BitConverter.ToUInt32(bytes, at);

    // As text; null when it is not whole before the end.
    private static string? Sid(byte[] bytes, uint start, int end)
    {
        if (start < EntryHeaderSize || start + (long)LeastSid > end)
        {
            return null;
        }

        int at = (int)start;
        int parts = bytes[at + 1];
        if (at + LeastSid + (4 * parts) > end)
        {
            return null;
        }

        long authority = 0;
        for (int i = 2; i < LeastSid; i++)
        {
            authority = (authority << 8) | bytes[at + i];
        }

        StringBuilder text = new();
        _ = text.AppendFormat(CultureInfo.InvariantCulture, "S-{0}-{1}", bytes[at], authority);
        for (int i = 0; i < parts; i++)
        {
            _ = text.AppendFormat(CultureInfo.InvariantCulture, "-{0}", Number(bytes, at + LeastSid + (4 * i)));
        }

        return text.ToString();
    }
}
