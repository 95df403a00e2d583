namespace PedOS.Tools.Engine.Signatures;

/// <summary>What a machine says of a certificate.</summary>
public enum RootAnswer
{
    /// <summary>It is not trusted.</summary>
    Refused,

    /// <summary>
    /// The machine has not the root that it leads to. Windows fetches most roots from the network when they are needed.
    /// </summary>
    NoRoot,

    /// <summary>It leads to a root that the machine trusts.</summary>
    Trusted,
}
