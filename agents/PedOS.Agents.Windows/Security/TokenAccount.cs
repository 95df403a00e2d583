using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using PedOS.Agents.Windows.Interop;

namespace PedOS.Agents.Windows.Security;

/// <summary>The account of a token.</summary>
/// <param name="Sid">Its SID as text; what identities are compared by.</param>
/// <param name="Name">Account name, empty when the system knows none.</param>
/// <param name="Domain">Domain or machine of the account, empty when the system knows none.</param>
internal sealed record TokenAccount(string Sid, string Name, string Domain)
{
    /// <summary>SID of LocalSystem.</summary>
    public const string LocalSystemSid = "S-1-5-18";

    /// <summary>SID of the Administrators group.</summary>
    public const string AdministratorsSid = "S-1-5-32-544";

    private const int MaxName = 256;

    // SECURITY_MAX_SID_SIZE
    private const int MaxSid = 68;
    private static readonly Lazy<TokenAccount> OwnAccount = new(ReadOwn);

    /// <summary>The account this process runs as.</summary>
    public static TokenAccount Own => OwnAccount.Value;

    /// <summary>Whether it is LocalSystem.</summary>
    public bool IsLocalSystem => Sid == LocalSystemSid;

    /// <summary>Reads the account of a token.</summary>
    /// <exception cref="IOException">The token cannot be asked.</exception>
    public static TokenAccount Read(SafeAccessTokenHandle token) => Ask(token, static sid =>
    {
        (string name, string domain) = Lookup(sid);
        return new TokenAccount(SidText(sid), name, domain);
    });

    /// <summary>Reads the SID alone, which asks no other machine.</summary>
    /// <exception cref="IOException">The token cannot be asked.</exception>
    public static string ReadSid(SafeAccessTokenHandle token) => Ask(token, SidText);

    /// <summary>
    /// SID that owns what this process creates: its account, or a group of it where the system says so (Administrators
    /// for an elevated process; the primary group under Wine).
    /// </summary>
    /// <exception cref="IOException">The token cannot be asked.</exception>
    public static string ReadOwnDefaultOwner()
    {
        using SafeAccessTokenHandle token = ProcessToken.Open(Advapi32.TOKEN_QUERY);
        return Ask(token, SidText, Advapi32.TokenOwner);
    }

    /// <summary>Whether a token has the rights of Administrators in force: not when they wait for elevation.</summary>
    /// <param name="token">An impersonation token.</param>
    /// <exception cref="IOException">The token cannot be asked.</exception>
    public static bool IsAdministrator(SafeAccessTokenHandle token)
    {
        if (!Advapi32.ConvertStringSidToSid(AdministratorsSid, out nint administrators))
        {
            throw Win32Error.Last("the SID of Administrators cannot be made");
        }

        try
        {
            return Advapi32.CheckTokenMembership(token, administrators, out bool isMember)
                ? isMember
                : throw Win32Error.Last("a token does not tell its groups");
        }
        finally
        {
            // Allocated by LocalAlloc.
            Marshal.FreeHGlobal(administrators);
        }
    }

    /// <summary>The text of a SID.</summary>
    /// <exception cref="IOException">It is not one.</exception>
    public static string SidText(nint sid)
    {
        if (!Advapi32.ConvertSidToStringSid(sid, out nint text))
        {
            throw Win32Error.Last("a SID cannot be written as text");
        }

        string copy = Marshal.PtrToStringUni(text)!;
        Marshal.FreeHGlobal(text);
        return copy;
    }

    /// <summary>The SID of an account.</summary>
    /// <param name="name"><c>DOMAIN\NAME</c> or <c>NAME</c>.</param>
    /// <returns>Null when the system finds none of the name.</returns>
    public static unsafe string? FindSid(string name)
    {
        byte* sid = stackalloc byte[MaxSid];
        char* domain = stackalloc char[MaxName];
        uint sidLength = MaxSid, domainLength = MaxName;
        return Advapi32.LookupAccountName(null, name, sid, ref sidLength, domain, ref domainLength, out _)
            ? SidText((nint)sid)
            : null;
    }

    private static unsafe T Ask<T>(SafeAccessTokenHandle token, Func<nint, T> read, int kind = Advapi32.TokenUser)
    {
        // TOKEN_USER and TOKEN_OWNER: a pointer to the SID, which follows.
        const int MaxTokenUser = 16 + MaxSid;
        byte* buffer = stackalloc byte[MaxTokenUser];
        return Advapi32.GetTokenInformation(token, kind, buffer, MaxTokenUser, out _)
            ? read(*(nint*)buffer)
            : throw Win32Error.Last("a token does not tell its user");
    }

    private static unsafe (string Name, string Domain) Lookup(nint sid)
    {
        char* name = stackalloc char[MaxName];
        char* domain = stackalloc char[MaxName];
        uint nameLength = MaxName, domainLength = MaxName;

        // An account that was deleted has no name; the SID still says who it is.
        return Advapi32.LookupAccountSid(0, sid, name, ref nameLength, domain, ref domainLength, out _)
            ? (new string(name), new string(domain))
            : (string.Empty, string.Empty);
    }

    private static TokenAccount ReadOwn()
    {
        using SafeAccessTokenHandle token = ProcessToken.Open(Advapi32.TOKEN_QUERY);
        return Read(token);
    }
}
