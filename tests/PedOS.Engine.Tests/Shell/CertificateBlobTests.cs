using PedOS.TestKit.Setup;
using PedOS.Tools.Engine.Shell;
using Xunit;

namespace PedOS.Engine.Tests.Shell;

public sealed class CertificateBlobTests
{
    [Fact]
    public void IsOfPublisher_TellsAuthoritiesThatIssuedThemselves()
    {
        using var root = SampleCertificate.Authority("Wurzel İş 日本");
        using var between = SampleCertificate.Authority("Between", root);
        using var signer = SampleCertificate.Signer("Signer", between);
        using var alone = SampleCertificate.Signer("Alone");

        Assert.False(new CertificateBlob(root.Raw).IsOfPublisher);
        Assert.True(new CertificateBlob(between.Raw).IsOfPublisher);
        Assert.True(new CertificateBlob(signer.Raw).IsOfPublisher);
        Assert.False(new CertificateBlob(alone.Raw).IsOfPublisher);
    }

    [Fact]
    public void IsOfPublisher_TakesWhatCannotBeReadForAnAuthority() =>
        Assert.False(new CertificateBlob([0x30, 0x82, 0x00, 0x02, 0x05, 0x00]).IsOfPublisher);
}
