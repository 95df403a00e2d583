namespace PedOS.Agents.Vchan;

/// <summary>The channel is closed, by the peer or by <see cref="IVchan.Abort"/>.</summary>
public sealed class VchanClosedException : VchanException
{
    /// <summary>Creates the exception.</summary>
    public VchanClosedException(string message = "the vchan is closed", Exception? inner = null)
        : base(message, inner)
    {
    }
}
