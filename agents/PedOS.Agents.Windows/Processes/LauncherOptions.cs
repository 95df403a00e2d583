namespace PedOS.Agents.Windows.Processes;

/// <summary>What the settings say about starting programs.</summary>
/// <param name="DefaultUser">
/// Account that the word DEFAULT stands for; null or empty for whoever sits before the machine.
/// </param>
/// <param name="LogonTimeout">How long a user who is not logged on is waited for.</param>
public sealed record LauncherOptions(string? DefaultUser, TimeSpan LogonTimeout);
