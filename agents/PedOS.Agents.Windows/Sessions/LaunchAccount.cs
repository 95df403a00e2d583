using Microsoft.Win32.SafeHandles;

namespace PedOS.Agents.Windows.Sessions;

/// <summary>Whom a program is started as. Owns its token.</summary>
internal sealed class LaunchAccount : IDisposable
{
    /// <summary>Primary token; null means this process's own account and session.</summary>
    public SafeAccessTokenHandle? Token { get; init; }

    /// <summary>Whether its session has a desktop, so that windows of the program have a place.</summary>
    public required bool OnDesktop { get; init; }

    /// <inheritdoc/>
    public void Dispose() => Token?.Dispose();
}
