using Microsoft.Win32.SafeHandles;
using PedOS.Agents.LocalEndpoints;
using PedOS.Agents.Windows.Interop;
using PedOS.Agents.Windows.Security;

namespace PedOS.Agents.Windows.LocalEndpoints;

/// <summary>Finds out who the client of a pipe is, from the system and not from the client.</summary>
internal static class ClientIdentity
{
    private const nint CurrentThread = -2;
    private const string Unknown = "unknown";

    /// <summary>The account by impersonation, for as long as it takes to read its SID; the process by number.</summary>
    public static LocalIdentity Of(SafePipeHandle pipe)
    {
        int process = Kernel32.GetNamedPipeClientProcessId(pipe, out uint id) ? (int)id : 0;
        (string account, bool isAdministrator) = Account(pipe);
        return new LocalIdentity(account, process) { IsAdministrator = isAdministrator };
    }

    private static (string Account, bool IsAdministrator) Account(SafePipeHandle pipe)
    {
        if (!Advapi32.ImpersonateNamedPipeClient(pipe))
        {
            // All such clients share one account's limits.
            return (Unknown, false);
        }

        try
        {
            return ReadToken();
        }
        finally
        {
            if (!Advapi32.RevertToSelf())
            {
                // A thread that cannot become itself again must not do anything more.
                Environment.FailFast("the identity of a pipe client could not be given up");
            }
        }
    }

    private static (string Account, bool IsAdministrator) ReadToken()
    {
        if (!Advapi32.OpenThreadToken(CurrentThread, Advapi32.TOKEN_QUERY, true, out SafeAccessTokenHandle token))
        {
            token.Dispose();
            return (Unknown, false);
        }

        using (token)
        {
            try
            {
                string account = TokenAccount.ReadSid(token);
                bool isAdministrator = account == TokenAccount.LocalSystemSid || account == TokenAccount.Own.Sid
                    || TokenAccount.IsAdministrator(token);
                return (account, isAdministrator);
            }
            catch (IOException)
            {
                return (Unknown, false);
            }
        }
    }
}
