using Microsoft.Win32.SafeHandles;
using PedOS.Agents.Windows.Security;

namespace PedOS.Agents.Windows.Sessions;

/// <summary>A token as a session gives it.</summary>
/// <param name="Handle">The token; whoever asked owns it.</param>
/// <param name="Account">Whose it is.</param>
internal sealed record SessionToken(SafeAccessTokenHandle Handle, TokenAccount Account);
