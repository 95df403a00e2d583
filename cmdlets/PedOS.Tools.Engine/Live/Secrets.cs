using System.Runtime.InteropServices;
using PedOS.Tools.Engine.Native;

namespace PedOS.Tools.Engine.Live;

/// <summary>Secrets that the local security authority keeps, for example the password of the automatic logon.</summary>
internal static class Secrets
{
    /// <summary>Whether there is one of this name.</summary>
    public static bool Has(string name)
    {
        using PolicyHandle policy = Open(Advapi32.POLICY_GET_PRIVATE_INFORMATION, name);
        using NativeText key = new(name);
        uint status = Advapi32.LsaRetrievePrivateData(policy, key.Value, out IntPtr data);
        if (status == Advapi32.STATUS_OBJECT_NAME_NOT_FOUND)
        {
            return false;
        }

        Check(status, "LsaRetrievePrivateData", name);
        if (data == IntPtr.Zero)
        {
            return false;
        }

        // What nobody asked for does not stay readable in freed memory.
        Advapi32.UnicodeString secret = Marshal.PtrToStructure<Advapi32.UnicodeString>(data);
        for (int i = 0; i < secret.Length; i++)
        {
            Marshal.WriteByte(secret.Buffer, i, 0);
        }

        _ = Advapi32.LsaFreeMemory(data);
        return true;
    }

    /// <summary>Keeps a secret; null deletes it.</summary>
    public static void Set(string name, string? secret)
    {
        using PolicyHandle policy = Open(Advapi32.POLICY_CREATE_SECRET, name);
        using NativeText key = new(name);
        if (secret is null)
        {
            uint deleted = Advapi32.LsaStorePrivateData(policy, key.Value, IntPtr.Zero);
            if (deleted != Advapi32.STATUS_OBJECT_NAME_NOT_FOUND)
            {
                Check(deleted, "LsaStorePrivateData", name);
            }

            return;
        }

        using NativeText text = new(secret);
        Check(Advapi32.LsaStorePrivateData(policy, key.Value, text.Address), "LsaStorePrivateData", name);
    }

    private static PolicyHandle Open(uint access, string name)
    {
        Advapi32.ObjectAttributes attributes = new() { Length = Marshal.SizeOf<Advapi32.ObjectAttributes>() };
        Check(
            Advapi32.LsaOpenPolicy(IntPtr.Zero, attributes, access, out PolicyHandle policy), "LsaOpenPolicy", name);
        return policy;
    }

    private static void Check(uint status, string function, string name)
    {
        if (status != 0)
        {
            throw Win32Error.Failure(function, $"the secret {name}", Advapi32.LsaNtStatusToWinError(status));
        }
    }
}
