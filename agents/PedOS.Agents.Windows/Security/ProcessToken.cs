using Microsoft.Win32.SafeHandles;
using PedOS.Agents.Windows.Interop;

namespace PedOS.Agents.Windows.Security;

/// <summary>The token of this process.</summary>
internal static unsafe class ProcessToken
{
    private const nint CurrentProcess = -1;

    /// <summary>Opens it.</summary>
    /// <exception cref="IOException">The system refused.</exception>
    public static SafeAccessTokenHandle Open(uint access)
    {
        if (Advapi32.OpenProcessToken(CurrentProcess, access, out SafeAccessTokenHandle token))
        {
            return token;
        }

        token.Dispose();
        throw Win32Error.Last("the token of this process cannot be opened");
    }

    /// <summary>A copy that starts programs in another session. Only LocalSystem may do this.</summary>
    /// <exception cref="IOException">The system refused.</exception>
    public static SafeAccessTokenHandle CopyForSession(uint session)
    {
        using SafeAccessTokenHandle own = Open(Advapi32.MAXIMUM_ALLOWED);
        if (!Advapi32.DuplicateTokenEx(
            own,
            Advapi32.MAXIMUM_ALLOWED,
            0,
            Advapi32.SecurityIdentification,
            Advapi32.TokenPrimary,
            out SafeAccessTokenHandle copy))
        {
            copy.Dispose();
            throw Win32Error.Last("the token of this process cannot be copied");
        }

        if (!Advapi32.SetTokenInformation(copy, Advapi32.TokenSessionId, &session, sizeof(uint)))
        {
            IOException refused = Win32Error.Last($"a token cannot be moved to session {session}");
            copy.Dispose();
            throw refused;
        }

        return copy;
    }
}
