namespace PedOS.Tools.Engine.Health;

/// <summary>How something is.</summary>
public enum HealthState
{
    /// <summary>As it should be.</summary>
    Pass,

    /// <summary>It works, and not as it should.</summary>
    Degraded,

    /// <summary>It does not work.</summary>
    Fail,
}
