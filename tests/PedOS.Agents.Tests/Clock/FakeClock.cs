using PedOS.Agents.Clock;

namespace PedOS.Agents.Tests.Clock;

/// <summary>A clock of the test: it stands still, and moves when it is set.</summary>
internal sealed class FakeClock : ISystemClock
{
    public DateTimeOffset Now { get; private set; } = new(2026, 11, 22, 4, 35, 7, TimeSpan.Zero);

    public TimeSpan Uptime { get; set; } = TimeSpan.FromDays(3);

    public string? Refusal { get; set; }

    public void Move(TimeSpan by) => Now = Refusal is null ? Now + by : throw new IOException(Refusal);
}
