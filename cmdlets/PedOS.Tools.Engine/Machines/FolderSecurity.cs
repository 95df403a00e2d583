using PedOS.Tools.Contracts.Files;

namespace PedOS.Tools.Engine.Machines;

/// <summary>Reads the security descriptor of a folder: who owns it, and whether it is what a rule says.</summary>
internal static class FolderSecurity
{
    private const int ListOffset = 16;

    /// <summary>The rule whose list it has, with an owner who may have it; null for none.</summary>
    /// <param name="descriptor">Self-relative.</param>
    public static AccessRule? RuleOf(byte[] descriptor)
    {
        if (!IsTrusted(descriptor) || Entries(descriptor) is not { } entries
            || (BitConverter.ToUInt16(descriptor, 2) & SecurityDescriptor.ListProtected) == 0)
        {
            return null;
        }

        foreach (AccessRule rule in Enum.GetValues(typeof(AccessRule)))
        {
            if (entries.SetEquals(Entries(SecurityDescriptor.Of(rule, isDirectory: true))!))
            {
                return rule;
            }
        }

        return null;
    }

    /// <summary>
    /// Whether nobody but administrators and Windows itself can be its owner, who may change its list at any time.
    /// </summary>
    /// <param name="descriptor">Self-relative.</param>
    public static bool IsTrusted(byte[] descriptor) => DirectoryRights.IsTrusted(OwnerOf(descriptor));

    /// <summary>The owner's SID as text; "" when it has none.</summary>
    /// <param name="descriptor">Self-relative.</param>
    public static string OwnerOf(byte[] descriptor) => DirectoryRights.FindOwner(descriptor) ?? "";

    // Each entry as its bytes; null when there is no list, which lets everybody do everything, or it is damaged.
    private static HashSet<string>? Entries(byte[] descriptor)
    {
        int list = Offset(descriptor, ListOffset);
        if (list < SecurityDescriptor.HeaderSize || list + SecurityDescriptor.ListHeaderSize > descriptor.Length)
        {
            return null;
        }

        HashSet<string> entries = [];
        int at = list + SecurityDescriptor.ListHeaderSize;
        for (int count = BitConverter.ToUInt16(descriptor, list + 4); count > 0; count--)
        {
            int size = at + 4 <= descriptor.Length ? BitConverter.ToUInt16(descriptor, at + 2) : 0;
            if (size < 8 || at + size > descriptor.Length)
            {
                return null;
            }

            entries.Add(BitConverter.ToString(descriptor, at, size));
            at += size;
        }

        return entries;
    }

    private static int Offset(byte[] descriptor, int at) =>
        descriptor.Length >= SecurityDescriptor.HeaderSize ? BitConverter.ToInt32(descriptor, at) : 0;
}
