using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PedOS.Tools.Engine.Signatures;

/// <summary>
/// The roots of this Windows. It asks no server: what is revoked is known from lists that Windows has already, because
/// a template has no network and an installation must not wait for one.
/// </summary>
public sealed class WindowsRoots : IMachineRoots
{
    // An issuer that did not come with it is looked up where the certificate says. That cannot be turned off in all
    // versions of .NET that this runs in, but nobody waits for the answer.
    private static readonly TimeSpan NoWaiting = TimeSpan.FromMilliseconds(1);

    private const X509ChainStatusFlags Ignored =
        X509ChainStatusFlags.RevocationStatusUnknown | X509ChainStatusFlags.OfflineRevocation;

    private const X509ChainStatusFlags RootIsMissing =
        X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot;

    /// <inheritdoc/>
    public RootAnswer Trust(
        Certificate certificate, IReadOnlyList<Certificate> known, string purpose, DateTimeOffset time)
    {
        List<X509Certificate2> opened = [];
        try
        {
            X509Certificate2 end = new(certificate.Raw);
            opened.Add(end);

            // The machine's own: a root that only this user has added is not what the machine trusts.
            using X509Chain chain = new(useMachineContext: true);
            foreach (Certificate one in known)
            {
                X509Certificate2 extra = new(one.Raw);
                opened.Add(extra);
                chain.ChainPolicy.ExtraStore.Add(extra);
            }

            chain.ChainPolicy.ApplicationPolicy.Add(new Oid(purpose));
            chain.ChainPolicy.VerificationTime = time.LocalDateTime;
            chain.ChainPolicy.UrlRetrievalTimeout = NoWaiting;
            chain.ChainPolicy.RevocationMode = X509RevocationMode.Offline;
            chain.ChainPolicy.VerificationFlags =
                X509VerificationFlags.IgnoreEndRevocationUnknown
                | X509VerificationFlags.IgnoreCertificateAuthorityRevocationUnknown
                | X509VerificationFlags.IgnoreRootRevocationUnknown;

            // Not the answer alone: Wine 8 takes a chain that ends before a root, and says so only here.
            bool isBuilt = chain.Build(end);
            X509ChainStatusFlags flaws = chain.ChainStatus.Aggregate(
                X509ChainStatusFlags.NoError, static (all, s) => all | s.Status) & ~Ignored;
            bool hasRoot = IsRoot(chain.ChainElements[chain.ChainElements.Count - 1].Certificate);
            return isBuilt && flaws == X509ChainStatusFlags.NoError && hasRoot ? RootAnswer.Trusted
                : (flaws & ~RootIsMissing) == X509ChainStatusFlags.NoError ? RootAnswer.NoRoot
                : RootAnswer.Refused;
        }
        catch (CryptographicException)
        {
            // Windows does not understand a certificate that was read here: then it does not trust it either.
            return RootAnswer.Refused;
        }
        finally
        {
            foreach (X509Certificate2 one in opened)
            {
                one.Dispose();
            }
        }
    }

    private static bool IsRoot(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.SequenceEqual(certificate.IssuerName.RawData);
}
