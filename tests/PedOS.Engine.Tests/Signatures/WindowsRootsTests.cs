using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using PedOS.TestKit.Limits;
using PedOS.TestKit.Setup;
using PedOS.Tools.Engine.Signatures;
using Xunit;

namespace PedOS.Engine.Tests.Signatures;

public sealed class WindowsRootsTests
{
    [PatientFact(Timeout = 60_000)]
    public async Task Trust_WaitsForNoServer_ThatACertificateNames()
    {
        // It takes connections and never answers.
        using TcpListener server = new(IPAddress.Loopback, 0);
        server.Start();
        using SampleCertificate issuer = SampleCertificate.Authority("Somewhere else");
        using SampleCertificate signer = SampleCertificate.Signer(
            "Signer",
            issuer,
            more: new X509AuthorityInformationAccessExtension(null, [$"http://{server.LocalEndpoint}/issuer.cer"]));
        Certificate certificate = SignatureFixture.Read(signer);
        Stopwatch time = Stopwatch.StartNew();
        Assert.NotEqual(RootAnswer.Trusted, await Task.Run(
            () => new WindowsRoots().Trust(certificate, [], SampleCertificate.CodeSigning, SampleLife.Now),
            TestContext.Current.CancellationToken));
        Assert.InRange(time.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }
}
