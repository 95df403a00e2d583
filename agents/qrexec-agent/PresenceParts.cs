using PedOS.Agents.Database;
using PedOS.Agents.Presence;
using PedOS.Agents.Sessions;

namespace PedOS.QrexecAgent;

/// <summary>What it takes to tell dom0 what this machine can. Owns its parts.</summary>
/// <param name="Database">Where it is written.</param>
/// <param name="Sessions">Who is logged on.</param>
/// <param name="Describe">What is said, with whoever sits before the machine, or nobody.</param>
internal sealed record PresenceParts(
    IDatabase Database, ISessions Sessions, Func<string?, PresenceFacts> Describe) : IAsyncDisposable
{
    // Of the GUI agent only the presence of its program counts: dom0 keeps what it is told first, and the agent may
    // start later.
    private const string GuiAgent = "qga";

    /// <summary>What is said of this machine.</summary>
    /// <param name="configured">Account the settings name; empty for none.</param>
    /// <param name="user">Who sits before the machine; null for nobody.</param>
    public static PresenceFacts DescribeThis(string configured, string? user) => new(
        typeof(PresenceParts).Assembly.GetName().Version!,
        OperatingSystem.IsWindows() ? "Windows" : "Linux",
        File.Exists(Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? GuiAgent + ".exe" : GuiAgent)),
        configured.Length > 0 ? configured : user);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Sessions.Dispose();
        return Database.DisposeAsync();
    }
}
