namespace PedOS.Agents.Clock;

/// <summary>The clock of this machine.</summary>
public interface ISystemClock
{
    /// <summary>What it shows, in UTC.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Time since the machine was started.</summary>
    TimeSpan Uptime { get; }

    /// <summary>Moves it.</summary>
    /// <param name="by">How far; negative is back.</param>
    /// <exception cref="IOException">The system refused, usually because this account may not.</exception>
    void Move(TimeSpan by);
}
