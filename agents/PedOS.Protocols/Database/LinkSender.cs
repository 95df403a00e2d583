namespace PedOS.Protocols.Database;

/// <summary>Who sends on the channel between the two databases of a machine.</summary>
public enum LinkSender
{
    /// <summary>dom0: the entries of the full sync, then changes and answers.</summary>
    Dom0,

    /// <summary>The machine: one request for a full sync, changes and answers.</summary>
    Machine,
}
