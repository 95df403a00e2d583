using System.Security.Cryptography;
using PedOS.TestKit.Setup;
using PedOS.Tools.Engine.Signatures;
using Xunit;

namespace PedOS.Engine.Tests.Signatures;

public sealed class SignedMessageTests(SignatureFixture fixture) : IClassFixture<SignatureFixture>
{
    private static readonly byte[] File = "the list"u8.ToArray();

    private SampleMessage Good => SampleMessage.OfCatalog(fixture.Signer, File) with { Others = [fixture.Middle] };

    [Theory]
    [InlineData("SHA256", "1.2.840.113549.1.1.1")]
    [InlineData("SHA256", "1.2.840.113549.1.1.11")]
    [InlineData("SHA384", "1.2.840.113549.1.1.12")]
    [InlineData("SHA512", "1.2.840.113549.1.1.13")]
    [InlineData("SHA512", "1.2.840.113549.1.1.1")]
    public void Read_TakesWhatIsRight(string hash, string algorithm)
    {
        byte[] bytes = (Good with { Hash = new(hash), Algorithm = algorithm }).Write();
        SignedMessage message = SignedMessage.Read(bytes);
        Assert.Equal(fixture.Signer.Raw, message.Signer.Raw);
        Assert.Equal("Prüfer İÖ", message.Signer.Name);
        Assert.Equal(SampleMessage.TrustList, message.ContentType);
        Assert.True(Catalog.Lists(message.Content, SHA256.HashData(File)));
        Assert.False(Catalog.Lists(message.Content, SHA256.HashData(File)[..31]));
        Assert.False(Catalog.Lists(message.Content, SHA256.HashData("the List"u8)));
    }

    public static TheoryData<string> Flaws =>
    [
        "SHA-1", "two hashes", "ECDSA", "PSS", "no attributes", "no type", "other type", "no digest", "other digest",
        "no certificate", "no signer", "two signers", "other key", "other content",
    ];

    [Theory]
    [MemberData(nameof(Flaws))]
    public void Read_RefusesWhatIsWrong(string flaw)
    {
        byte[] other = SHA256.HashData("other"u8);
        SampleMessage message = flaw switch
        {
            "SHA-1" => Good with { Hash = HashAlgorithmName.SHA1 },
            "two hashes" => Good with { Algorithm = "1.2.840.113549.1.1.12" },
            "ECDSA" => Good with { Algorithm = "1.2.840.10045.4.3.2" },
            "PSS" => Good with { Padding = RSASignaturePadding.Pss },
            "no attributes" => Good with { HasNoAttributes = true },
            "no type" => Good with { SaidType = "" },
            "other type" => Good with { SaidType = "1.2.840.113549.1.7.1" },
            "no digest" => Good with { SaidHash = [] },
            "other digest" => Good with { SaidHash = other },
            "no certificate" => Good with { HasSigner = false },
            "no signer" => Good with { SignerCount = 0 },
            "two signers" => Good with { SignerCount = 2 },
            _ => Good,
        };
        byte[] bytes = message.Write();
        if (flaw == "other key")
        {
            // The signer's name and number on a certificate with another key.
            using SampleCertificate twin = SampleCertificate.Signer("Prüfer İÖ", fixture.Middle);
            bytes = Replace(bytes, fixture.Signer.Key.ExportParameters(false).Modulus!,
                twin.Key.ExportParameters(false).Modulus!);
        }
        else if (flaw == "other content")
        {
            bytes = Replace(bytes, SHA256.HashData(File), other);
        }

        _ = Assert.Throws<FormatException>(() => SignedMessage.Read(bytes));
    }

    [Fact]
    public void Read_RefusesEveryPrefix_AndOneByteMore()
    {
        byte[] bytes = Good.Write();
        _ = SignedMessage.Read(bytes);
        for (int length = 0; length < bytes.Length; length++)
        {
            _ = Assert.Throws<FormatException>(() => SignedMessage.Read(bytes[..length]));
        }

        _ = Assert.Throws<FormatException>(() => SignedMessage.Read([.. bytes, 0]));
    }

    [Fact]
    public void Read_NeverTakesOtherContent_WhateverBitIsFlipped()
    {
        byte[] bytes = (Good with { Others = [] }).Write();
        byte[] content = SignedMessage.Read(bytes).Content;
        byte[] modulus = fixture.Signer.Key.ExportParameters(false).Modulus!;
        int taken = 0;
        for (int bit = 0; bit < bytes.Length * 8; bit += 3)
        {
            byte[] copy = [.. bytes];
            copy[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                SignedMessage message = SignedMessage.Read(copy);
                Assert.Equal(content, message.Content);
                Assert.True(message.Signer.Raw.AsSpan().IndexOf(modulus) > 0);
                taken++;
            }
            catch (FormatException)
            {
            }
        }

        // What the signature does not cover: the certificate it names, which the chain is for, and the version.
        Assert.InRange(taken, 1, fixture.Signer.Raw.Length * 8);
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(5120)]
    public void Read_RefusesKeysThatAreTooShortOrTooLong(int bits)
    {
        using SampleCertificate signer = SampleCertificate.Signer("x", life: new SampleLife { KeyBits = bits });
        FormatException e = Assert.Throws<FormatException>(
            () => SignedMessage.Read(SampleMessage.OfCatalog(signer, File).Write()));
        Assert.Contains("2048 to 4096", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_RefusesMoreCertificatesThanAChainHas()
    {
        SampleCertificate[] many = [.. Enumerable.Repeat(0, 17).Select(_ => SampleCertificate.Signer("x"))];
        _ = SignedMessage.Read((Good with { Others = many[..15] }).Write());
        _ = Assert.Throws<FormatException>(() => SignedMessage.Read((Good with { Others = many }).Write()));
        Array.ForEach(many, static c => c.Dispose());
    }

    private static byte[] Replace(byte[] bytes, byte[] old, byte[] with)
    {
        byte[] copy = [.. bytes];
        int place = copy.AsSpan().IndexOf(old);
        Assert.True(place > 0 && old.Length == with.Length);
        with.CopyTo(copy, place);
        return copy;
    }
}
