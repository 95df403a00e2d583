using System.Globalization;
using System.Security.Cryptography;
using PedOS.Tools.Engine.Signatures;

namespace PedOS.Tools.Engine.Packages;

/// <summary>
/// The signature of a package: a signed catalog (<c>package.cat</c>) that lists its list by SHA-256. The list has the
/// SHA-256 of every file, so that the one signature speaks for all of them.
/// </summary>
public static class PackageSignature
{
    /// <summary>Name of the catalog in the package.</summary>
    public const string FileName = "package.cat";

    /// <summary>Bytes of a catalog that are read.</summary>
    public const int MaxLength = 1024 * 1024;

    private const string NameIt =
        "Name the signer's certificate, or that of its authority, when you know that it is the right one: "
        + "setup --trust FILE (-TrustedCertificate FILE).";

    private const string GetAgain = "Get the package again from where it came from.";

    /// <summary>Decides whether a package may be installed.</summary>
    /// <param name="list">Bytes of its list, the same that are used afterwards.</param>
    /// <param name="catalog">Bytes of its catalog; null when it has none.</param>
    /// <param name="trust">Whom to trust.</param>
    /// <exception cref="SetupException">
    /// It may not: <see cref="SetupError.UnsignedPackage"/>, <see cref="SetupError.DamagedSignature"/>,
    /// <see cref="SetupError.DamagedPackage"/>, <see cref="SetupError.UntrustedSigner"/> or
    /// <see cref="SetupError.ExpiredSignature"/>.
    /// </exception>
    public static PackageOrigin Check(byte[] list, byte[]? catalog, PackageTrust trust)
    {
        if (catalog is null)
        {
            return trust.AllowsUnsigned ? PackageOrigin.Unsigned : throw new SetupException(
                SetupError.UnsignedPackage,
                "the package is not signed",
                "Get a signed package, or allow an unsigned one when you made it yourself.");
        }

        SignedMessage message = Read(list, catalog);
        if (FindReason(message, trust) is { } reason)
        {
            return PackageOrigin.Of(message.Signer, reason);
        }

        return trust.AllowsUnsigned
            ? PackageOrigin.Of(message.Signer, TrustReason.AllowedByCaller)
            : throw Refusal(message, trust);
    }

    private static SignedMessage Read(byte[] list, byte[] catalog)
    {
        bool isListed;
        SignedMessage message;
        try
        {
            message = SignedMessage.Read(catalog);
            using SHA256 sha256 = SHA256.Create();
            isListed = message.ContentType == SignatureOids.TrustList
                ? Catalog.Lists(message.Content, sha256.ComputeHash(list))
                : throw new FormatException("it is no catalog");
        }
        catch (FormatException e)
        {
            throw new SetupException(
                SetupError.DamagedSignature, $"the package's signature is not acceptable: {e.Message}", GetAgain, e);
        }

        return isListed ? message : throw new SetupException(
            SetupError.DamagedPackage, "the package's list is not the one that was signed", GetAgain);
    }

    private static TrustReason? FindReason(SignedMessage message, PackageTrust trust)
    {
        Certificate signer = message.Signer;
        if (!signer.IsFor(SignatureOids.CodeSigning))
        {
            return null;
        }

        // A certificate may end after it was used: a trusted timestamp tells when that was.
        DateTimeOffset time = signer.IsValidAt(trust.Now)
            ? trust.Now
            : Timestamp.Find(message.Info, (server, at) => TrustServer(server, at, trust)) ?? trust.Now;
        if (CertificateChain.IsTrusted(
            signer, message.Certificates, trust.Named, SignatureOids.CodeSigning, time))
        {
            return TrustReason.NamedByCaller;
        }

        if (trust.Program is not { } program || !signer.IsValidAt(time))
        {
            return null;
        }

        return program.Raw.SequenceEqual(signer.Raw) ? TrustReason.SameAsProgram
            : program.Subject.SequenceEqual(signer.Subject)
                && trust.Roots is { } roots
                && roots.Trust(signer, message.Certificates, SignatureOids.CodeSigning, time) == RootAnswer.Trusted
                ? TrustReason.SamePublisher
            : null;
    }

    private static bool TrustServer(SignedMessage server, DateTimeOffset time, PackageTrust trust) =>
        time <= trust.Now
        && server.Signer.IsFor(SignatureOids.TimeStamping)
        && (CertificateChain.IsTrusted(
                server.Signer, server.Certificates, trust.Named, SignatureOids.TimeStamping, time)
            || (trust.Roots is { } roots
                && roots.Trust(server.Signer, server.Certificates, SignatureOids.TimeStamping, time)
                    == RootAnswer.Trusted));

    private static SetupException Refusal(SignedMessage message, PackageTrust trust)
    {
        Certificate signer = message.Signer;
        string who = $"the package is signed by {signer.Name}, certificate {signer.Sha256.Substring(0, 16)},";
        return !signer.IsFor(SignatureOids.CodeSigning)
            ? new(
                SetupError.UntrustedSigner,
                $"{who} which is no certificate for programs",
                "Get a package that is signed with one.")
            : !signer.IsValidAt(trust.Now)
            ? Expired(message, trust, who)
            : LacksRoot(message, trust)
            ? new(
                SetupError.UntrustedSigner,
                $"{who} whose name this program trusts; but the root of that certificate is not on this machine, which "
                + "fetches roots from the network when it needs them, and has none or did not reach it",
                NameIt)
            : new(SetupError.UntrustedSigner, $"{who} who is not trusted here", NameIt);
    }

    private static SetupException Expired(SignedMessage message, PackageTrust trust, string who)
    {
        Certificate signer = message.Signer;
        bool isRootMissing = trust.Roots is { } roots && Timestamp.Find(
            message.Info,
            (server, at) => at <= trust.Now && server.Signer.IsFor(SignatureOids.TimeStamping)
                && roots.Trust(server.Signer, server.Certificates, SignatureOids.TimeStamping, at)
                    == RootAnswer.NoRoot) is not null;
        string stamp = isRootMissing
            ? "whose timestamp's root is not on this machine, which fetches roots from the network"
            : "has no trusted timestamp";
        return new(
            SetupError.ExpiredSignature,
            $"{who} which is valid from {Day(signer.NotBefore)} to {Day(signer.NotAfter)} and {stamp}; this machine's "
            + $"clock says {Day(trust.Now)}",
            isRootMissing
                ? "Name the certificate of the timestamp's authority: setup --trust FILE (-TrustedCertificate FILE)."
                : "Set the clock if it is wrong, or get a newer package.");
    }

    // The publisher of this program, of whom the machine cannot say anything.
    private static bool LacksRoot(SignedMessage message, PackageTrust trust) =>
        trust is { Program: { } program, Roots: { } roots }
        && program.Subject.SequenceEqual(message.Signer.Subject)
        && roots.Trust(message.Signer, message.Certificates, SignatureOids.CodeSigning, trust.Now) == RootAnswer.NoRoot;

    private static string Day(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
