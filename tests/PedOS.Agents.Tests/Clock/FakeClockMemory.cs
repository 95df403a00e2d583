using PedOS.Agents.Clock;

namespace PedOS.Agents.Tests.Clock;

/// <summary>Remembers until the test ends.</summary>
internal sealed class FakeClockMemory : IClockMemory
{
    private ClockClaim? _claim;

    public ClockClaim? Read() => _claim;

    public void Write(ClockClaim? claim) => _claim = claim;
}
