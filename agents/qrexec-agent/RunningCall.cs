using PedOS.Protocols.Qrexec;

namespace PedOS.QrexecAgent;

/// <summary>A call that dom0 was promised a CONNECTION_TERMINATED for.</summary>
/// <param name="Id">Our number.</param>
/// <param name="Address">Its data channel.</param>
/// <param name="Daemon">Which daemon asked for it, counted from the agent's start.</param>
internal sealed record RunningCall(uint Id, ChannelAddress Address, int Daemon)
{
    /// <summary>
    /// A later daemon, which knows nothing of this call, has given its port away again: announcing its end would free
    /// the port under the new call.
    /// </summary>
    public bool IsSuperseded { get; set; }
}
