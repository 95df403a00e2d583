namespace PedOS.Tools.Engine.Machines;

/// <summary>
/// The Windows that is changed: the running one, or an image of one that is not running. Everything the engine does
/// to a machine goes through these ports, so that a test can cut the power after each call.
/// </summary>
public interface IMachine : IDisposable
{
    /// <summary>Running or an image.</summary>
    MachineKind Kind { get; }

    /// <summary>What the machine is; read once when it was opened.</summary>
    MachineFacts Facts { get; }

    /// <summary>Its system volume.</summary>
    IFileTree Files { get; }

    /// <summary>Its registry.</summary>
    IRegistry Registry { get; }

    /// <summary>Its services, as they are configured.</summary>
    IServiceDatabase Services { get; }

    /// <summary>What only a running system can do; null for an image.</summary>
    IRunningSystem? Running { get; }

    /// <summary>
    /// Makes everything done so far survive a power cut: file data and names, and the registry. For an image the
    /// registry's changes reach the hive files here, each hive as a whole, by a new file that replaces the old.
    /// </summary>
    /// <exception cref="SetupException">The volume is full, read-only or gone; what was durable still is.</exception>
    void Commit();

    /// <summary>
    /// Removes what a power cut in the middle of <see cref="Commit"/> left behind; what another program is just making
    /// stays. Called with the lock of the books, before anything else is changed.
    /// </summary>
    void Sweep();

    /// <summary>
    /// The same machine with a registry whose changes stay in memory: who makes them there learns what the real one
    /// would refuse. Null where the registry has no records of its own that somebody could have made.
    /// </summary>
    /// <exception cref="SetupException">It cannot be read.</exception>
    IMachine? Rehearse();
}
