using PedOS.Protocols.Qrexec;

namespace PedOS.QrexecAgent;

/// <summary>What the control channel tells the rest of the agent. Called by its reader only; must not block.</summary>
internal interface IControlHandler
{
    /// <summary>Hands out a message of dom0.</summary>
    void Handle(ControlMessage message);

    /// <summary>The connection is up.</summary>
    void Connected();

    /// <summary>The connection is gone: answers that were awaited will not come.</summary>
    /// <param name="daemonGone">True when dom0 hung up, false when we did.</param>
    void Disconnected(bool daemonGone);
}
