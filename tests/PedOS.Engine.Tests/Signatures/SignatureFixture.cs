using PedOS.TestKit.Setup;
using PedOS.Tools.Engine.Signatures;

namespace PedOS.Engine.Tests.Signatures;

/// <summary>An authority, one below it, and a signer; made once, keys take their time.</summary>
public sealed class SignatureFixture : IDisposable
{
    public SignatureFixture()
    {
        Root = SampleCertificate.Authority("Sample root");
        Middle = SampleCertificate.Authority("Sample middle", Root);
        Signer = SampleCertificate.Signer("Prüfer İÖ", Middle);
        Stranger = SampleCertificate.Signer("Stranger");
        Server = SampleCertificate.Signer("Clock", Root, SampleCertificate.TimeStamping);
        Old = SampleCertificate.Signer("Old", Root, life: new SampleLife { Until = new(2024, 1, 1, 0, 0, 0, default) });
    }

    public SampleCertificate Root { get; }

    public SampleCertificate Middle { get; }

    public SampleCertificate Signer { get; }

    public SampleCertificate Stranger { get; }

    public SampleCertificate Server { get; }

    public SampleCertificate Old { get; }

    public static Certificate Read(SampleCertificate certificate) => Certificate.Read(certificate.Raw);

    public void Dispose()
    {
        foreach (SampleCertificate one in (SampleCertificate[])[Root, Middle, Signer, Stranger, Server, Old])
        {
            one.Dispose();
        }
    }
}
