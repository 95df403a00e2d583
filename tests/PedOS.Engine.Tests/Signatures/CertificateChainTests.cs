using PedOS.TestKit.Setup;
using PedOS.Tools.Engine.Signatures;
using Xunit;

namespace PedOS.Engine.Tests.Signatures;

public sealed class CertificateChainTests(SignatureFixture fixture) : IClassFixture<SignatureFixture>
{
    [Fact]
    public void IsTrusted_TakesARenewedAuthority_BesideTheOneThatHasEnded()
    {
        using SampleCertificate ended = SampleCertificate.Again(
            fixture.Root, life: new SampleLife { Until = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero) });
        AssertTrusted(true, [fixture.Middle], ended, fixture.Root);
        AssertTrusted(false, [fixture.Middle], ended);
    }

    [Fact]
    public void IsTrusted_TakesAnAuthorityThatSeveralHaveIssued_WhicheverOfThemIsTrusted()
    {
        // The signer's authority has three certificates: its own, one of the trusted root, one of somebody else's.
        using SampleCertificate other = SampleCertificate.Authority("Another root");
        using SampleCertificate own = SampleCertificate.Again(fixture.Middle);
        using SampleCertificate others = SampleCertificate.Again(fixture.Middle, other);
        AssertTrusted(true, [fixture.Middle, own, others, other], fixture.Root);
        AssertTrusted(true, [fixture.Middle, own, others], other);
        AssertTrusted(true, [fixture.Middle, own, others], own);
        AssertTrusted(false, [own, others, other], fixture.Root);
    }

    [Fact]
    public void IsTrusted_EndsInACircle()
    {
        using SampleCertificate one = SampleCertificate.Authority("One", pathLength: 9);
        using SampleCertificate two = SampleCertificate.Authority("Two", one, pathLength: 9);
        using SampleCertificate back = SampleCertificate.Again(one, two);
        using SampleCertificate signer = SampleCertificate.Signer("Round", one);
        Certificate[] known = [.. new[] { one, two, back }.Select(SignatureFixture.Read)];
        Assert.False(CertificateChain.IsTrusted(
            SignatureFixture.Read(signer), known, [SignatureFixture.Read(fixture.Root)], SampleCertificate.CodeSigning,
            SampleLife.Now));
    }

    [Fact]
    public void IsTrusted_LetsAChainHaveEightCertificates_AndNoMore()
    {
        List<SampleCertificate> chain = [SampleCertificate.Authority("0", pathLength: 9)];
        while (chain.Count < 8)
        {
            chain.Add(SampleCertificate.Authority($"{chain.Count}", chain[^1], pathLength: 9));
        }

        using SampleCertificate eighth = SampleCertificate.Signer("Eighth", chain[6]);
        using SampleCertificate ninth = SampleCertificate.Signer("Ninth", chain[7]);
        Certificate[] known = [.. chain.Select(SignatureFixture.Read)];
        foreach (SampleCertificate signer in (SampleCertificate[])[eighth, ninth])
        {
            Assert.Equal(signer == eighth, CertificateChain.IsTrusted(
                SignatureFixture.Read(signer), known, [known[0]], SampleCertificate.CodeSigning, SampleLife.Now));
        }

        chain.ForEach(static c => c.Dispose());
    }

    // In both orders: which certificate is looked at first is nobody's choice.
    private void AssertTrusted(bool expected, SampleCertificate[] known, params SampleCertificate[] trusted)
    {
        Certificate[] others = [.. known.Select(SignatureFixture.Read)];
        Certificate[] ends = [.. trusted.Select(SignatureFixture.Read)];
        Certificate signer = SignatureFixture.Read(fixture.Signer);
        foreach (bool isTurned in (bool[])[false, true])
        {
            Assert.Equal(expected, CertificateChain.IsTrusted(
                signer,
                isTurned ? [.. others.Reverse()] : others,
                isTurned ? [.. ends.Reverse()] : ends,
                SampleCertificate.CodeSigning,
                SampleLife.Now));
        }
    }
}
