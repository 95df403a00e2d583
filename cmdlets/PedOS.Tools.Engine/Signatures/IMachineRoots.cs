namespace PedOS.Tools.Engine.Signatures;

/// <summary>What the machine that this runs on trusts.</summary>
public interface IMachineRoots
{
    /// <summary>Whether a certificate leads to a root that the machine trusts.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="known">Certificates that came with it.</param>
    /// <param name="purpose">Object identifier of what it is used for.</param>
    /// <param name="time">When it was used.</param>
    RootAnswer Trust(Certificate certificate, IReadOnlyList<Certificate> known, string purpose, DateTimeOffset time);
}
