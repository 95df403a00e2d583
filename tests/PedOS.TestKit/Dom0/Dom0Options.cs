namespace PedOS.TestKit.Dom0;

/// <summary>How a <see cref="ScriptedDom0"/> behaves.</summary>
public sealed record Dom0Options
{
    /// <summary>Id of the guest.</summary>
    public uint VmId { get; init; } = 42;

    /// <summary>Protocol version announced, 2..4.</summary>
    public uint Version { get; init; } = 4;

    /// <summary>Decides about calls from the guest; refuses by default.</summary>
    public Func<ServiceRequest, PolicyAnswer> Policy { get; init; } = static _ => PolicyAnswer.Refuse;

    /// <summary>How long a service waits for the caller's data channel (5 s in the daemon).</summary>
    public TimeSpan ServiceConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Data ports are handed out in turn instead of the first free one first.</summary>
    public bool RotatesPorts { get; init; }
}
