namespace PedOS.Tools.Engine.Packages;

/// <summary>Why a package was taken.</summary>
public enum TrustReason
{
    /// <summary>The caller allowed a package that is not signed, or not by somebody who is trusted.</summary>
    AllowedByCaller,

    /// <summary>The signer's certificate, or one that leads to it, was named by the caller.</summary>
    NamedByCaller,

    /// <summary>The running program is signed with the same certificate.</summary>
    SameAsProgram,

    /// <summary>The machine trusts the signer, whose name is that of the running program's.</summary>
    SamePublisher,
}
