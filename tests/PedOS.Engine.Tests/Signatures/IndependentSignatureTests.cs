using System.Diagnostics;
using PedOS.TestKit.Setup;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Signatures;
using Xunit;

namespace PedOS.Engine.Tests.Signatures;

/// <summary>Messages and programs that others wrote: OpenSSL and osslsigncode.</summary>
public sealed class IndependentSignatureTests(SignatureFixture fixture)
    : IClassFixture<SignatureFixture>, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pedos-sign-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("sha256", true)]
    [InlineData("sha384", true)]
    [InlineData("sha512", true)]
    [InlineData("sha1", false)]
    [InlineData("md5", false)]
    public void Read_TakesWhatOpenSslSigned(string hash, bool isTaken)
    {
        Need("/usr/bin/openssl");
        WriteKeys();
        File.WriteAllText(At("content"), "content");
        Run(
            "/usr/bin/openssl", "cms", "-sign", "-binary", "-nodetach", "-in", At("content"), "-outform", "DER",
            "-md", hash, "-signer", At("c.pem"), "-inkey", At("k.pem"), "-certfile", At("middle.pem"), "-out", At("m"));
        byte[] message = File.ReadAllBytes(At("m"));
        if (!isTaken)
        {
            _ = Assert.Throws<FormatException>(() => SignedMessage.Read(message));
            return;
        }

        SignedMessage read = SignedMessage.Read(message);
        Assert.Equal("content"u8, read.Content);
        Assert.Equal(fixture.Signer.Raw, read.Signer.Raw);
        Assert.True(CertificateChain.IsTrusted(
            read.Signer,
            read.Certificates,
            [SignatureFixture.Read(fixture.Root)],
            SampleCertificate.CodeSigning,
            SampleLife.Now));
    }

    [Fact]
    public void Check_TakesACatalogThatOsslsigncodeSigned()
    {
        Need("/usr/bin/osslsigncode");
        WriteKeys();
        byte[] list = "{ the list }"u8.ToArray();
        byte[] unsigned = SampleMessage.OfCatalog(fixture.Stranger, list).Write();
        File.WriteAllBytes(At("a.cat"), unsigned);
        Run(
            "/usr/bin/osslsigncode", "sign", "-certs", At("c.pem"), "-ac", At("middle.pem"), "-key", At("k.pem"),
            "-h", "sha256", "-in", At("a.cat"), "-out", At("b.cat"));
        PackageTrust trust = new(SampleLife.Now) { Named = [SignatureFixture.Read(fixture.Root)] };
        PackageOrigin origin = PackageSignature.Check(list, File.ReadAllBytes(At("b.cat")), trust);
        Assert.Equal("Prüfer İÖ", origin.Signer);
    }

    [Fact]
    public void Check_TakesATimestampThatOsslsigncodeMade()
    {
        Need("/usr/bin/osslsigncode");
        WriteKeys();
        using SampleCertificate brief = SampleCertificate.Signer(
            "Brief", fixture.Root, life: new SampleLife { Until = DateTimeOffset.UtcNow.AddHours(1) });
        File.WriteAllText(At("brief.pem"), brief.Pem);
        File.WriteAllText(At("brief.key"), brief.KeyPem);
        byte[] list = "{ the list }"u8.ToArray();
        File.WriteAllBytes(At("a.cat"), SampleMessage.OfCatalog(fixture.Stranger, list).Write());
        Run(
            "/usr/bin/osslsigncode", "sign", "-certs", At("brief.pem"), "-key", At("brief.key"), "-h", "sha256",
            "-TSA-certs", At("server.pem"), "-TSA-key", At("server.key"), "-in", At("a.cat"), "-out", At("b.cat"));
        byte[] signed = File.ReadAllBytes(At("b.cat"));
        PackageTrust later = new(DateTimeOffset.UtcNow.AddYears(1))
        {
            Named = [SignatureFixture.Read(fixture.Root)],
        };
        Assert.Equal("Brief", PackageSignature.Check(list, signed, later).Signer);
        SetupException e = Assert.Throws<SetupException>(() => PackageSignature.Check(
            list, signed, later with { Named = [SignatureFixture.Read(brief)] }));
        Assert.Equal(SetupError.ExpiredSignature, e.Error);
    }

    [Fact]
    public void Find_ReadsTheSignerOfAProgram()
    {
        Need("/usr/bin/osslsigncode");
        WriteKeys();
        string program = typeof(Certificate).Assembly.Location;
        Assert.Null(ProgramSignature.Find(program));
        Run(
            "/usr/bin/osslsigncode", "sign", "-certs", At("c.pem"), "-key", At("k.pem"), "-h", "sha256",
            "-in", program, "-out", At("a.dll"));
        Assert.Equal(fixture.Signer.Raw, ProgramSignature.Find(At("a.dll"))!.Raw);
        Assert.Equal(
            TrustReason.SameAsProgram,
            PackageSignature.Check(
                [1],
                SampleMessage.OfCatalog(fixture.Signer, [1]).Write(),
                PackageTrust.OfProgram(At("a.dll"), SampleLife.Now)).Reason);

        // A program that ends early, everywhere in its headers and its signature, vouches for nothing.
        byte[] bytes = File.ReadAllBytes(At("a.dll"));
        foreach (int length in (int[])[0, 1, 0x3d, 0x80, 0x98, 0x120, 0x180, bytes.Length / 2, bytes.Length - 1])
        {
            File.WriteAllBytes(At("short.dll"), bytes[..length]);
            Assert.Null(ProgramSignature.Find(At("short.dll")));
        }

        bytes[^100] ^= 1;
        File.WriteAllBytes(At("a.dll"), bytes);
        Assert.Null(ProgramSignature.Find(At("a.dll")));
        Assert.Null(ProgramSignature.Find(At("nothing.dll")));

        // What was loaded from memory has no file.
        Assert.Null(PackageTrust.OfProgram("", SampleLife.Now).Program);
    }

    private string At(string name) => Path.Join(_folder.FullName, name);

    private void WriteKeys()
    {
        File.WriteAllText(At("c.pem"), fixture.Signer.Pem);
        File.WriteAllText(At("k.pem"), fixture.Signer.KeyPem);
        File.WriteAllText(At("middle.pem"), fixture.Middle.Pem);
        File.WriteAllText(At("server.pem"), fixture.Server.Pem);
        File.WriteAllText(At("server.key"), fixture.Server.KeyPem);
    }

    private static void Need(string program) =>
        Assert.SkipUnless(File.Exists(program), $"{program} is not installed");

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string error = process.StandardError.ReadToEnd();
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(30)));
        Assert.True(process.ExitCode == 0, error + output.Result);
    }
}
