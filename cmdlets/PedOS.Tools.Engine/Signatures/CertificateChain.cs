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
        // An authority has several certificates: renewed ones, those of other roots. All ways are gone at once, and
        // each certificate is a step of the shortest way to it alone: a longer one allows nothing more.
        List<Certificate> left = [.. trusted, .. known];
        List<Certificate> reached = [end];
        for (int length = 0; length < MaxLength && reached.Count > 0; length++)
        {
            int below = length;
            List<Certificate> valid = reached.FindAll(c => c.IsValidAt(time));
            if (valid.Exists(c => trusted.Any(t => t.Raw.SequenceEqual(c.Raw))))
            {
                return true;
            }

            reached = left.FindAll(c => valid.Exists(v => c.Issued(v, below, purpose)));
            left.RemoveAll(reached.Contains);
        }

        return false;
    }
}
