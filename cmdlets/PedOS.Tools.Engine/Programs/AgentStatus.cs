using PedOS.Tools.Contracts;
using PedOS.Tools.Engine.Machines;

namespace PedOS.Tools.Engine.Programs;

/// <summary>A service of the product on a machine.</summary>
/// <param name="Name">Its name, which is also that of its program.</param>
/// <param name="DisplayName">As lists show it; "" when it is not installed.</param>
/// <param name="State">Whether it runs.</param>
/// <param name="Start">When it starts; null when it is not installed.</param>
/// <param name="LogLevel">How much it logs.</param>
public sealed record AgentStatus(
    string Name, string DisplayName, AgentState State, ServiceStart? Start, LogLevel LogLevel)
{
    /// <summary>As lists show it; "" when it is not installed.</summary>
    public string DisplayName { get; init; } = DisplayText.Line(DisplayName);
}
