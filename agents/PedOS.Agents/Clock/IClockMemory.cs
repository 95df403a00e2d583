namespace PedOS.Agents.Clock;

/// <summary>Keeps what was told and not believed until it is told again, which is another call.</summary>
public interface IClockMemory
{
    /// <summary>What was told before.</summary>
    /// <returns>Null when nothing was, or it cannot be read.</returns>
    ClockClaim? Read();

    /// <summary>Keeps it; what cannot be kept is told again some day.</summary>
    /// <param name="claim">Null: there is nothing to keep any more.</param>
    void Write(ClockClaim? claim);
}
