using PedOS.Agents.Database;
using PedOS.Agents.Hosting;
using PedOS.Agents.Presence;
using PedOS.Agents.Sessions;
using PedOS.Agents.Settings;
using PedOS.Tools.Contracts;

namespace PedOS.QrexecAgent;

/// <summary>What it takes to tell dom0 what this machine can. All of it stays the caller's.</summary>
/// <param name="Database">Where it is written.</param>
/// <param name="Sessions">Who is logged on.</param>
/// <param name="Settings">They may name the default user.</param>
/// <param name="Guest">The system.</param>
internal sealed record PresenceParts(IDatabase Database, ISessions Sessions, ProgramSettings Settings, Guest Guest)
{
    /// <summary>
    /// What is said of this machine. Of the GUI agent only the presence of its program counts: dom0 keeps what it is
    /// told first, and the agent may start later.
    /// </summary>
    /// <param name="user">Who sits before the machine; null for nobody.</param>
    public PresenceFacts Describe(string? user) => new(
        typeof(PresenceParts).Assembly.GetName().Version!,
        Guest.SystemName,
        File.Exists(Guest.PathOf(ProgramNames.GuiAgent)),
        Settings.Current.DefaultUser is { Length: > 0 } configured ? configured : user);
}
