using Microsoft.Win32.SafeHandles;
using PedOS.Agents.LocalEndpoints;
using PedOS.Agents.Windows.Interop;
using PedOS.Agents.Windows.Security;

namespace PedOS.Agents.Windows.LocalEndpoints;

/// <summary>Finds out who the client of a pipe is, from the system and not from the client.</summary>
internal static class ClientIdentity
{
    private const nint CurrentThread = -2;

    /// <summary>
    /// Who opened the pipe, as far as that is known before the client has written: the account of its process, for
    /// limits alone. The process may be another one by now, so nobody has any right by this.
    /// </summary>
    public static LocalIdentity OfOpener(SafePipeHandle pipe)
    {
        int process = Kernel32.GetNamedPipeClientProcessId(pipe, out uint id) ? (int)id : 0;
        return new LocalIdentity(process == 0 ? LocalIdentity.Unknown : AccountOf((uint)process), process);
    }

    /// <summary>
    /// Who wrote what was read last, by impersonation, for as long as it takes to read its SID. Windows has nobody to
    /// impersonate before something was read (ERROR_CANNOT_IMPERSONATE), unless the client asked to be known by how it
    /// opened the pipe.
    /// </summary>
    /// <param name="pipe">Something was read from it.</param>
    /// <param name="opener">See <see cref="OfOpener"/>; it stays who the client is, without any right, when the client
    /// does not let itself be impersonated.</param>
    public static LocalIdentity OfWriter(SafePipeHandle pipe, LocalIdentity opener)
    {
        if (!Advapi32.ImpersonateNamedPipeClient(pipe))
        {
            return opener;
        }

        try
        {
            return ReadToken(opener);
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

    private static string AccountOf(uint process)
    {
        using SafeProcessHandle handle =
            Kernel32.OpenProcess(Kernel32.PROCESS_QUERY_LIMITED_INFORMATION, inherit: false, process);
        if (handle.IsInvalid || !Advapi32.OpenProcessToken(
            handle.DangerousGetHandle(), Advapi32.TOKEN_QUERY, out SafeAccessTokenHandle token))
        {
            return LocalIdentity.Unknown;
        }

        using (token)
        {
            try
            {
                return TokenAccount.ReadSid(token);
            }
            catch (IOException)
            {
                return LocalIdentity.Unknown;
            }
        }
    }

    private static LocalIdentity ReadToken(LocalIdentity opener)
    {
        // Refused when the client is anonymous.
        if (!Advapi32.OpenThreadToken(CurrentThread, Advapi32.TOKEN_QUERY, true, out SafeAccessTokenHandle token))
        {
            token.Dispose();
            return opener;
        }

        using (token)
        {
            try
            {
                string account = TokenAccount.ReadSid(token);
                bool isAdministrator = account == TokenAccount.LocalSystemSid || account == TokenAccount.Own.Sid
                    || TokenAccount.IsAdministrator(token);
                return new LocalIdentity(account, opener.ProcessId) { IsAdministrator = isAdministrator };
            }
            catch (IOException)
            {
                return opener;
            }
        }
    }
}
