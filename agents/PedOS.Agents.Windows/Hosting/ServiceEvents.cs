using PedOS.Agents.Sessions;

namespace PedOS.Agents.Windows.Hosting;

/// <summary>What the service control manager tells a service besides to stop.</summary>
public sealed class ServiceEvents
{
    /// <summary>Called when the machine woke up; must return soon.</summary>
    public event Action? Resumed;

    /// <summary>Logons, logoffs and the like.</summary>
    public SessionEvents Sessions { get; } = new();

    internal void ReportResume() => Resumed?.Invoke();
}
