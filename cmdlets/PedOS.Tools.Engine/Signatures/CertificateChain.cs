namespace PedOS.Tools.Engine.Signatures;

/// <summary>Finds the way from a certificate to one that is trusted.</summary>
internal static class CertificateChain
{
    // More than any authority uses; ends a circle, too.
    private const int MaxLength = 8;

    /// <summary>Whether a way exists, all of whose certificates are valid.</summary>
    /// <param name="end">The certificate in question; it may be trusted itself.</param>
    /// <param name="known">Certificates that came with it; nothing is trusted because of that.</param>
    /// <param name="trusted">The ends that the way may have.</param>
    /// <param name="purpose">What the certificate is used for.</param>
    /// <param name="time">When it was used.</param>
    public static bool IsTrusted(
        Certificate end,
        IReadOnlyList<Certificate> known,
        IReadOnlyList<Certificate> trusted,
        string purpose,
        DateTimeOffset time)
    {
        Certificate current = end;
        for (int length = 0; length < MaxLength; length++)
        {
            if (!current.IsValidAt(time))
            {
                return false;
            }

            if (trusted.Any(t => t.Raw.SequenceEqual(current.Raw)))
            {
                return true;
            }

            // What is trusted first: a way that ends sooner is not missed for one that came with the package.
            Certificate? issuer = trusted.Concat(known).FirstOrDefault(c => c.Issued(current, length, purpose));
            if (issuer is null || issuer.Raw.SequenceEqual(current.Raw))
            {
                return false;
            }

            current = issuer;
        }

        return false;
    }
}
