using System.Text;
using PedOS.TestKit.Setup;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Signatures;
using Xunit;

namespace PedOS.Engine.Tests.Signatures;

public sealed class CertificateReaderTests(SignatureFixture fixture) : IClassFixture<SignatureFixture>
{
    [Fact]
    public void Read_TakesDer_AndPemWithSeveral()
    {
        Assert.Equal(fixture.Root.Raw, Assert.Single(CertificateReader.Read(fixture.Root.Raw)).Raw);
        byte[] pem = Encoding.ASCII.GetBytes("some words\n" + fixture.Root.Pem + "\r\n" + fixture.Middle.Pem);
        Assert.Equal(
            [fixture.Root.Raw, fixture.Middle.Raw], CertificateReader.Read(pem).Select(static c => c.Raw));

        // The digit is the byte that a certificate in DER begins with.
        byte[] numbered = Encoding.ASCII.GetBytes("0: Certificate\n" + fixture.Root.Pem);
        Assert.Equal(fixture.Root.Raw, Assert.Single(CertificateReader.Read(numbered)).Raw);
    }

    [Fact]
    public void Read_RefusesEveryPrefix()
    {
        byte[] der = fixture.Signer.Raw;
        for (int length = 0; length < der.Length; length++)
        {
            _ = Assert.Throws<FormatException>(() => CertificateReader.Read(der[..length]));
        }

        string pem = fixture.Signer.Pem.TrimEnd();
        for (int length = 0; length < pem.Length; length += 7)
        {
            _ = Assert.Throws<FormatException>(() => CertificateReader.Read(Encoding.ASCII.GetBytes(pem[..length])));
        }
    }

    [Fact]
    public void Load_NamesTheFileItCannotRead()
    {
        SetupException e = Assert.Throws<SetupException>(() => CertificateReader.Load("/no/such.cer"));
        Assert.Equal(SetupError.InvalidArgument, e.Error);
        Assert.Contains("/no/such.cer", e.Message, StringComparison.Ordinal);
        e = Assert.Throws<SetupException>(() => CertificateReader.Load(typeof(Certificate).Assembly.Location));
        Assert.Equal(SetupError.InvalidArgument, e.Error);
    }

    [Fact]
    public void Name_KeepsNothingThatATerminalWouldObey()
    {
        using SampleCertificate odd = SampleCertificate.Signer("\"a\u001b[31m\u202eb\"");
        Assert.Equal("a?[31m?b", Certificate.Read(odd.Raw).Name);
    }
}
