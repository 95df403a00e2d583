using System.Runtime.InteropServices;
using PedOS.Tools.Engine.Machines;
using PedOS.Tools.Engine.Native;

namespace PedOS.Tools.Engine.Live;

/// <summary>Secrets that the local security authority keeps, for example the password of the automatic logon.</summary>
internal sealed class SecretStore : ISecretStore
{
    /// <inheritdoc/>
    public bool Has(string name) => Use(name, static _ => { });

    /// <inheritdoc/>
    public bool Copy(string from, string to) => Use(from, data =>
    {
        using PolicyHandle policy = Open(Advapi32.POLICY_CREATE_SECRET, to);
        using LsaText key = new(to);
        Check(Advapi32.LsaStorePrivateData(policy, key.Value, data), "LsaStorePrivateData", to);
    });

    /// <inheritdoc/>
    public LogonAccountKind KindOfAccount(string account)
    {
        int error = Netapi32.NetUserGetInfo(null, account, Netapi32.USER_INFO_24, out IntPtr information);
        if (error == Netapi32.NERR_UserNotFound)
        {
            return LogonAccountKind.Missing;
        }

        if (error != 0)
        {
            // A Windows that does not know the question has no such accounts.
            return error is Win32Error.ERROR_INVALID_LEVEL or Win32Error.ERROR_NOT_SUPPORTED
                ? LogonAccountKind.Local
                : throw Win32Error.Failure("NetUserGetInfo", $"the account {account}", error);
        }

        // USER_INFO_24 begins with a BOOL: whether the account has an identity of the internet.
        bool isOnline = Marshal.ReadInt32(information) != 0;
        _ = Netapi32.NetApiBufferFree(information);
        return isOnline ? LogonAccountKind.Online : LogonAccountKind.Local;
    }

    /// <inheritdoc/>
    public void Set(string name, string? secret)
    {
        using PolicyHandle policy = Open(Advapi32.POLICY_CREATE_SECRET, name);
        using LsaText key = new(name);
        if (secret is null)
        {
            uint deleted = Advapi32.LsaStorePrivateData(policy, key.Value, IntPtr.Zero);
            if (deleted != Advapi32.STATUS_OBJECT_NAME_NOT_FOUND)
            {
                Check(deleted, "LsaStorePrivateData", name);
            }

            return;
        }

        using LsaText text = new(secret);
        Check(Advapi32.LsaStorePrivateData(policy, key.Value, text.Address), "LsaStorePrivateData", name);
    }

    /// <inheritdoc/>
    public void SetPassword(string account, string password)
    {
        IntPtr text = Marshal.StringToHGlobalUni(password);
        try
        {
            Netapi32.UserPassword information = new() { Password = text };
            int error = Netapi32.NetUserSetInfo(null, account, Netapi32.USER_INFO_1003, information, out _);
            if (error != 0)
            {
                throw error switch
                {
                    Netapi32.NERR_UserNotFound => Win32Error.Failure(
                        SetupError.NotFound, "NetUserSetInfo", $"the account {account}", error,
                        "Name a local account of this machine."),
                    Netapi32.NERR_PasswordTooShort => Win32Error.Failure(
                        SetupError.InvalidArgument, "NetUserSetInfo", $"the account {account}", error,
                        "Relax the password policy of this machine, or choose another password."),
                    _ => Win32Error.Failure("NetUserSetInfo", $"the account {account}", error),
                };
            }
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(text);
        }
    }

    private static bool Use(string name, Action<IntPtr> use)
    {
        using PolicyHandle policy = Open(Advapi32.POLICY_GET_PRIVATE_INFORMATION, name);
        using LsaText key = new(name);
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

        try
        {
            use(data);
        }
        finally
        {
            // What nobody asked for does not stay readable in freed memory.
            Advapi32.UnicodeString secret = Marshal.PtrToStructure<Advapi32.UnicodeString>(data);
            for (int i = 0; i < secret.Length; i++)
            {
                Marshal.WriteByte(secret.Buffer, i, 0);
            }

            _ = Advapi32.LsaFreeMemory(data);
        }

        return true;
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
