using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PedOS.TestKit.Setup;
using PedOS.Tools.Engine;
using PedOS.Tools.Engine.Packages;
using PedOS.Tools.Engine.Signatures;
using Xunit;

namespace PedOS.Engine.Tests.Signatures;

public sealed class PackageSignatureTests(SignatureFixture fixture) : IClassFixture<SignatureFixture>
{
    private static readonly byte[] List = "{ the list }"u8.ToArray();

    private static readonly DateTimeOffset ThenValid = new(2023, 6, 1, 0, 0, 0, TimeSpan.Zero);

    private PackageTrust Trusting(params SampleCertificate[] named) =>
        new(SampleLife.Now) { Named = [.. named.Select(SignatureFixture.Read)] };

    private byte[] Signed => Write(fixture.Signer, fixture.Middle);

    [Fact]
    public void Check_RefusesUnsigned_UnlessTheCallerAllowsIt()
    {
        Assert.Equal(SetupError.UnsignedPackage, Refused(null, Trusting(fixture.Root)));
        PackageOrigin origin = PackageSignature.Check(List, null, PackageTrust.Everybody(SampleLife.Now));
        Assert.Equal(PackageOrigin.Unsigned, origin);
        Assert.Equal("not signed; the caller allowed that", origin.ToString());
    }

    [Fact]
    public void Check_TakesWhatLeadsToANamedCertificate()
    {
        foreach (SampleCertificate named in (SampleCertificate[])[fixture.Root, fixture.Middle, fixture.Signer])
        {
            PackageOrigin origin = PackageSignature.Check(List, Signed, Trusting(named));
            Assert.Equal(TrustReason.NamedByCaller, origin.Reason);
            Assert.Equal("Prüfer İÖ", origin.Signer);
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(fixture.Signer.Raw)), origin.Sha256);
        }
    }

    [Fact]
    public void Check_RefusesStrangers_WhateverTheyCarry()
    {
        Assert.Equal(SetupError.UntrustedSigner, Refused(Signed, Trusting()));
        Assert.Equal(SetupError.UntrustedSigner, Refused(Signed, Trusting(fixture.Stranger)));
        Assert.Equal(
            SetupError.UntrustedSigner, Refused(Write(fixture.Stranger, fixture.Root), Trusting(fixture.Root)));

        // Without the authority between them there is no way to the root.
        Assert.Equal(SetupError.UntrustedSigner, Refused(Write(fixture.Signer), Trusting(fixture.Root)));
        Assert.Equal(
            TrustReason.AllowedByCaller,
            PackageSignature.Check(List, Signed, PackageTrust.Everybody(SampleLife.Now)).Reason);
    }

    [Fact]
    public void Check_TellsAnotherList()
    {
        SetupException e = Assert.Throws<SetupException>(
            () => PackageSignature.Check("{ the  list }"u8.ToArray(), Signed, Trusting(fixture.Root)));
        Assert.Equal(SetupError.DamagedPackage, e.Error);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Check_RefusesADamagedSignature_EvenWhenUnsignedIsAllowed(bool isEmpty)
    {
        byte[] damaged = isEmpty ? [] : Signed;
        if (!isEmpty)
        {
            damaged[^1] ^= 1;
        }

        Assert.Equal(SetupError.DamagedSignature, Refused(damaged, PackageTrust.Everybody(SampleLife.Now)));
    }

    [Fact]
    public void Check_RefusesSignedDataThatIsNoCatalog()
    {
        // What was signed for another purpose, here plain data, says nothing about packages.
        byte[] data = new SampleMessage(fixture.Signer, "1.2.840.113549.1.7.1", SampleMessage.Catalog(
            SHA256.HashData(List))).Write();
        Assert.Equal(SetupError.DamagedSignature, Refused(data, Trusting(fixture.Signer)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("1.3.6.1.5.5.7.3.1")]
    [InlineData(SampleCertificate.TimeStamping)]
    public void Check_RefusesACertificateForOtherThings(string? purpose)
    {
        using SampleCertificate signer = SampleCertificate.Signer("Server", fixture.Root, purpose);
        Assert.Equal(SetupError.UntrustedSigner, Refused(Write(signer), Trusting(fixture.Root, signer)));
    }

    [Fact]
    public void Check_RefusesIssuersThatMayNotIssue()
    {
        using SampleCertificate leaf = SampleCertificate.Signer("Below a signer", fixture.Signer);
        Assert.Equal(SetupError.UntrustedSigner, Refused(Write(leaf, fixture.Signer), Trusting(fixture.Signer)));

        using SampleCertificate narrow = SampleCertificate.Authority("Narrow", fixture.Root, pathLength: 0);
        using SampleCertificate below = SampleCertificate.Authority("Below", narrow);
        using SampleCertificate deep = SampleCertificate.Signer("Deep", below);
        Assert.Equal(SetupError.UntrustedSigner, Refused(Write(deep, below, narrow), Trusting(fixture.Root)));

        using SampleCertificate web = SampleCertificate.Authority("Web", fixture.Root, purpose: "1.3.6.1.5.5.7.3.1");
        using SampleCertificate misled = SampleCertificate.Signer("Misled", web);
        Assert.Equal(SetupError.UntrustedSigner, Refused(Write(misled, web), Trusting(fixture.Root)));
    }

    [Fact]
    public void Check_RefusesWhatItDoesNotUnderstand()
    {
        X509Extension unknown = new("1.2.3.4", [5, 0], critical: true);
        using SampleCertificate signer = SampleCertificate.Signer("Odd", fixture.Root, more: unknown);
        Assert.Equal(SetupError.UntrustedSigner, Refused(Write(signer), Trusting(fixture.Root, signer)));
        unknown = new("1.2.3.4", [5, 0], critical: false);
        using SampleCertificate harmless = SampleCertificate.Signer("Harmless", fixture.Root, more: unknown);
        _ = PackageSignature.Check(List, Write(harmless), Trusting(fixture.Root));
    }

    [Fact]
    public void Check_RefusesACopyOfATrustedName()
    {
        using SampleCertificate false1 = SampleCertificate.Authority("Sample root");
        using SampleCertificate signer = SampleCertificate.Signer("Prüfer İÖ", false1);
        Assert.Equal(SetupError.UntrustedSigner, Refused(Write(signer, false1), Trusting(fixture.Root)));
    }

    [Fact]
    public void Check_RefusesBeforeAndAfterItsTime()
    {
        Assert.Equal(SetupError.ExpiredSignature, Refused(Write(fixture.Old), Trusting(fixture.Root)));
        Assert.Equal(SetupError.ExpiredSignature, Refused(Write(fixture.Old), Trusting(fixture.Old)));
        PackageTrust early = Trusting(fixture.Root) with { Now = new(2019, 1, 1, 0, 0, 0, TimeSpan.Zero) };
        SetupException e = Assert.Throws<SetupException>(() => PackageSignature.Check(List, Signed, early));
        Assert.Equal(SetupError.ExpiredSignature, e.Error);
        Assert.Contains("2019-01-01", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_TakesAnOldSignature_WhenATrustedServerStampedItInTime()
    {
        _ = PackageSignature.Check(List, Stamped(fixture.Server, ThenValid), Trusting(fixture.Root));
        _ = PackageSignature.Check(
            List, Stamped(fixture.Server, ThenValid.AddMilliseconds(953)), Trusting(fixture.Root));

        // Too late, in the future, a server that nobody trusts, one that signs programs, a stamp for something else.
        Assert.Equal(
            SetupError.ExpiredSignature,
            Refused(Stamped(fixture.Server, SampleLife.Now.AddDays(-1)), Trusting(fixture.Root)));
        using SampleCertificate future = SampleCertificate.Signer(
            "Future", fixture.Root, life: new SampleLife { From = SampleLife.Now.AddYears(1) });
        byte[] early = (SampleMessage.OfCatalog(future, List) with
        {
            Timestamp = s => SampleMessage.Stamp(fixture.Server, s, SampleLife.Now.AddYears(2)),
        }).Write();
        Assert.Equal(SetupError.ExpiredSignature, Refused(early, Trusting(fixture.Root)));
        using SampleCertificate stranger = SampleCertificate.Signer("Clock", purpose: SampleCertificate.TimeStamping);
        Assert.Equal(SetupError.ExpiredSignature, Refused(Stamped(stranger, ThenValid), Trusting(fixture.Root)));
        Assert.Equal(SetupError.ExpiredSignature, Refused(Stamped(fixture.Signer, ThenValid), Trusting(fixture.Root)));
        byte[] other = (SampleMessage.OfCatalog(fixture.Old, List) with
        {
            Timestamp = _ => SampleMessage.Stamp(fixture.Server, [1, 2, 3], ThenValid),
        }).Write();
        Assert.Equal(SetupError.ExpiredSignature, Refused(other, Trusting(fixture.Root)));
    }

    [Fact]
    public void Check_TakesPackagesOfTheProgramsSigner()
    {
        PackageTrust own = new(SampleLife.Now) { Program = SignatureFixture.Read(fixture.Signer) };
        Assert.Equal(TrustReason.SameAsProgram, PackageSignature.Check(List, Signed, own).Reason);
        Assert.Equal(SetupError.UntrustedSigner, Refused(Write(fixture.Stranger), own));
        PackageTrust late = own with { Now = new(2099, 1, 1, 0, 0, 0, TimeSpan.Zero) };
        Assert.Equal(SetupError.ExpiredSignature, Refused(Signed, late));
    }

    [Fact]
    public void Check_AsksTheMachine_OnlyForTheProgramsPublisher()
    {
        using SampleCertificate renewed = SampleCertificate.Signer("Prüfer İÖ", fixture.Middle);
        byte[] signed = Write(renewed, fixture.Middle);
        PackageTrust trust = new(SampleLife.Now) { Program = SignatureFixture.Read(fixture.Signer) };
        Assert.Equal(SetupError.UntrustedSigner, Refused(signed, trust));
        Assert.Equal(
            TrustReason.SamePublisher,
            PackageSignature.Check(List, signed, trust with { Roots = new SampleRoots(fixture.Root) }).Reason);

        // Everything that the machine trusts for programs is not ours.
        Assert.Equal(
            SetupError.UntrustedSigner,
            Refused(signed, new(SampleLife.Now) { Roots = new SampleRoots(fixture.Root) }));
        using SampleCertificate other = SampleCertificate.Signer("Somebody", fixture.Root);
        Assert.Equal(
            SetupError.UntrustedSigner, Refused(Write(other), trust with { Roots = new SampleRoots(fixture.Root) }));
    }

    private byte[] Stamped(SampleCertificate server, DateTimeOffset time) =>
        (SampleMessage.OfCatalog(fixture.Old, List) with
        {
            Timestamp = signature => SampleMessage.Stamp(server, signature, time),
        }).Write();

    private static byte[] Write(SampleCertificate signer, params SampleCertificate[] others) =>
        (SampleMessage.OfCatalog(signer, List) with { Others = others }).Write();

    [Fact]
    public void Check_SaysThatTheRootIsMissing_WhereTheMachineHasNone()
    {
        using SignatureFixture fixture = new();
        using SampleCertificate elsewhere = SampleCertificate.Authority("Elsewhere");
        using SampleCertificate older = SampleCertificate.Signer("Publisher", fixture.Root);
        using SampleCertificate renewed = SampleCertificate.Signer("Publisher", fixture.Root);
        PackageTrust trust = new(SampleLife.Now)
        {
            Program = SignatureFixture.Read(older),
            Roots = new SampleRoots(elsewhere),
        };

        SetupException e = Assert.Throws<SetupException>(() => PackageSignature.Check(List, Write(renewed), trust));

        Assert.Equal(SetupError.UntrustedSigner, e.Error);
        Assert.Contains("the root of that certificate is not on this machine", e.Message, StringComparison.Ordinal);
        Assert.Contains("--trust FILE (-TrustedCertificate FILE)", e.Remedy, StringComparison.Ordinal);
    }

    private static SetupError Refused(byte[]? catalog, PackageTrust trust)
    {
        SetupException e = Assert.Throws<SetupException>(() => PackageSignature.Check(List, catalog, trust));
        Assert.NotEmpty(e.Remedy);
        return e.Error;
    }

    private sealed class SampleRoots(SampleCertificate root) : IMachineRoots
    {
        public RootAnswer Trust(
            Certificate certificate, IReadOnlyList<Certificate> known, string purpose, DateTimeOffset time) =>
            CertificateChain.IsTrusted(certificate, known, [SignatureFixture.Read(root)], purpose, time)
                ? RootAnswer.Trusted
                : RootAnswer.NoRoot;
    }
}
