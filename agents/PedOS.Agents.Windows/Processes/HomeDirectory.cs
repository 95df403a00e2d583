using Microsoft.Win32.SafeHandles;
using PedOS.Agents.Windows.Interop;
using PedOS.Agents.Windows.Security;
using PedOS.Agents.Windows.Sessions;

namespace PedOS.Agents.Windows.Processes;

/// <summary>Where a program starts: in its user's profile, as on Linux in the home directory.</summary>
internal static unsafe class HomeDirectory
{
    private const int MaxPath = 32768;

    /// <summary>The profile directory; the system directory when the account has none.</summary>
    public static string Of(LaunchAccount account)
    {
        if (account.Token is not null)
        {
            return Of(account.Token);
        }

        using SafeAccessTokenHandle own = ProcessToken.Open(Advapi32.TOKEN_QUERY);
        return Of(own);
    }

    private static string Of(SafeAccessTokenHandle token)
    {
        char[] path = new char[MaxPath];
        uint length = MaxPath;
        fixed (char* first = path)
        {
            if (Userenv.GetUserProfileDirectory(token, first, ref length))
            {
                string home = new(first);
                if (Directory.Exists(home))
                {
                    return home;
                }
            }
        }

        return Environment.SystemDirectory;
    }
}
