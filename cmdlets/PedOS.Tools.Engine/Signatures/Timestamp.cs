namespace PedOS.Tools.Engine.Signatures;

/// <summary>A countersignature of a timestamp server over a signature, RFC 3161.</summary>
internal static class Timestamp
{
    /// <summary>When a signature existed already, as a server that is trusted says.</summary>
    /// <param name="signer">The signature.</param>
    /// <param name="isTrusted">Decides about the server, at the time it tells.</param>
    /// <returns>Null when there is no timestamp, or none that holds.</returns>
    public static DateTimeOffset? Find(SignerInfo signer, Func<SignedMessage, DateTimeOffset, bool> isTrusted)
    {
        if (signer.FindUnsigned(SignatureOids.TimestampToken) is not { } token)
        {
            return null;
        }

        try
        {
            SignedMessage message = SignedMessage.Read(token);
            if (message.ContentType != SignatureOids.TimestampInfo)
            {
                return null;
            }

            DateTimeOffset time = ReadInfo(message.Content, signer.Signature);
            return isTrusted(message, time) ? time : null;
        }
        catch (FormatException)
        {
            // A damaged timestamp is none; the signature has to stand without it.
            return null;
        }
    }

    /// <summary>Reads a TSTInfo: version, policy, imprint, serial number, time.</summary>
    private static DateTimeOffset ReadInfo(byte[] content, byte[] signature)
    {
        DerReader info = DerReader.ReadOnly(content, DerTag.Sequence).Inside();
        _ = info.Read(DerTag.Integer).Number();
        _ = info.Read(DerTag.ObjectIdentifier);
        DerReader imprint = info.Read(DerTag.Sequence).Inside();
        SignatureHash hash = SignatureHash.Read(imprint.Read(DerTag.Sequence));
        byte[] hashed = imprint.Read(DerTag.OctetString).Content();
        imprint.RequireEnd();
        _ = info.Read(DerTag.Integer);
        DateTimeOffset time = info.Read(DerTag.GeneralizedTime).TimeOfStamp();
        return hashed.SequenceEqual(hash.Compute(signature))
            ? time
            : throw new FormatException("a timestamp is for another signature");
    }
}
