using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using PedOS.Agents.Windows.Interop;
using PedOS.Agents.Windows.Security;

namespace PedOS.Agents.Windows.LocalEndpoints;

/// <summary>
/// Who owns a pipe. Whoever makes the first instance of a name owns all of them, and cannot give that away to somebody
/// with more rights.
/// </summary>
internal static class PipeOwner
{
    /// <summary>The SID of the owner.</summary>
    /// <param name="pipe">A handle of either end, with READ_CONTROL.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static string Of(SafePipeHandle pipe)
    {
        int error = Advapi32.GetSecurityInfo(
            pipe,
            Advapi32.SE_KERNEL_OBJECT,
            Advapi32.OWNER_SECURITY_INFORMATION,
            out nint owner,
            0,
            0,
            0,
            out nint descriptor);
        if (error != Win32Error.ERROR_SUCCESS)
        {
            throw Win32Error.Exception("the owner of the pipe cannot be read", error);
        }

        try
        {
            return TokenAccount.SidText(owner);
        }
        finally
        {
            // Allocated by LocalAlloc.
            Marshal.FreeHGlobal(descriptor);
        }
    }

    /// <summary>Whether a pipe of this owner may be the agent's: the system's, administrators', or our own.</summary>
    /// <exception cref="IOException">Our own account cannot be read.</exception>
    public static bool MayOffer(string owner) =>
        owner is TokenAccount.LocalSystemSid or TokenAccount.AdministratorsSid
        || owner == TokenAccount.Own.Sid
        || owner == TokenAccount.ReadOwnDefaultOwner();
}
