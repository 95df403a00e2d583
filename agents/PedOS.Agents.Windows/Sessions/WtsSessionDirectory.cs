using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using PedOS.Agents.Windows.Interop;
using PedOS.Agents.Windows.Security;

namespace PedOS.Agents.Windows.Sessions;

/// <summary>The sessions of this machine, asked from Remote Desktop Services, which also knows the console.</summary>
internal sealed class WtsSessionDirectory : ISessionDirectory
{
    private const nint ThisMachine = 0;

    /// <inheritdoc/>
    public unsafe IReadOnlyList<UserSession> Sessions
    {
        get
        {
            if (!Wtsapi32.WTSEnumerateSessions(ThisMachine, 0, 1, out nint array, out uint count))
            {
                throw Win32Error.Last("the sessions of this machine cannot be listed");
            }

            try
            {
                uint console = Kernel32.WTSGetActiveConsoleSessionId();
                List<UserSession> sessions = [];
                ReadOnlySpan<Wtsapi32.SessionInfo> all = new((void*)array, checked((int)count));
                foreach (ref readonly Wtsapi32.SessionInfo info in all)
                {
                    // Session 0 of the services, listeners and logon screens have no user.
                    string user = Text(info.SessionId, Wtsapi32.WTSUserName);
                    if (user.Length > 0)
                    {
                        sessions.Add(new UserSession(
                            info.SessionId,
                            user,
                            Text(info.SessionId, Wtsapi32.WTSDomainName),
                            info.State == Wtsapi32.WTSActive,
                            info.SessionId == console));
                    }
                }

                sessions.Sort(static (one, other) => one.Id.CompareTo(other.Id));
                return sessions;
            }
            finally
            {
                Wtsapi32.WTSFreeMemory(array);
            }
        }
    }

    /// <inheritdoc/>
    public SessionToken OpenToken(uint session)
    {
        if (!Wtsapi32.WTSQueryUserToken(session, out SafeAccessTokenHandle token))
        {
            IOException refused = Win32Error.Last($"the user of session {session} has no token");
            token.Dispose();
            throw refused;
        }

        try
        {
            return new SessionToken(token, TokenAccount.Read(token));
        }
        catch (IOException)
        {
            token.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public string? FindSid(UserSession session) => TokenAccount.FindSid(
        session.Domain.Length == 0 ? session.User : $@"{session.Domain}\{session.User}");

    private static string Text(uint session, int kind)
    {
        // A session may end between the two questions; then it has no user either.
        if (!Wtsapi32.WTSQuerySessionInformation(ThisMachine, session, kind, out nint buffer, out _))
        {
            return string.Empty;
        }

        string text = Marshal.PtrToStringUni(buffer) ?? string.Empty;
        Wtsapi32.WTSFreeMemory(buffer);
        return text;
    }
}
