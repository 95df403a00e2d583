using PedOS.Protocols.Qrexec;
using Xunit;

namespace PedOS.Protocols.Tests.Qrexec;

public sealed class TriggerRequestTests
{
    [Fact]
    public void ToBody_WritesTheFourFields() => Assert.Equal(
        Body("", "dom0", "SOCKET", "test.Dom0\0"),
        TriggerRequest.Create("", "dom0", "test.Dom0").ToBody(TriggerRequest.Placeholder));

    [Theory]
    [InlineData("", "", "a")]
    [InlineData("work", "@default", "qubes.VMShell+")]
    [InlineData("", "@dispvm:fedora", "qubes.VMExec+a+b--c-2F")]
    [InlineData("Büro", "ıssız", "日本+مرحبا")]
    public void TryRead_RoundTrips(string source, string target, string service)
    {
        byte[] body = Body(source, target, "x", service + "\0");
        TriggerRequest request = TriggerRequest.TryRead(body)!;
        Assert.Equal(Bytes.Utf8(source), request.Source.ToArray());
        Assert.Equal(Bytes.Utf8(target), request.Target.ToArray());
        Assert.Equal(Bytes.Utf8(service), request.Service.ToArray());
        Assert.Equal(body, request.ToBody(new RequestIdent("x")));
        Assert.Equal(body, TriggerRequest.Create(source, target, service).ToBody(new RequestIdent("x")));
    }

    [Fact]
    public void TryRead_ReadsTheLongestService()
    {
        byte[] body = Body("", "t", "x", new string('s', 64999) + "\0");
        Assert.Equal(TriggerRequest.MaxBody, body.Length);
        Assert.Equal(65160, body.Length);
        Assert.Equal(64999, TriggerRequest.TryRead(body)!.Service.Length);
        Assert.Null(TriggerRequest.TryRead(Body("", "t", "x", new string('s', 65000) + "\0")));
    }

    [Fact]
    public void TryRead_ReturnsNull_ForEveryTruncation()
    {
        byte[] body = Body("s", "t", "x", "svc\0");
        for (int length = 0; length < body.Length; length++)
        {
            Assert.Null(TriggerRequest.TryRead(body.AsSpan(0, length)));
        }
    }

    [Theory]
    [InlineData("\0")]
    [InlineData("a")]
    [InlineData("+a\0")]
    [InlineData("a\0b\0")]
    [InlineData("\0a\0")]
    [InlineData("a\0\0")]
    public void TryRead_ReturnsNull_WhenTheDaemonWouldRefuseTheService(string service) =>
        Assert.Null(TriggerRequest.TryRead(Body("", "t", "x", service)));

    [Fact]
    public void TryRead_CutsNamesAtTheirNulAndAtTheFieldSize()
    {
        byte[] body = Body(new string('a', 64), "b", "x", "svc\0");
        body[64 + 1] = 0;
        body[64 + 2] = (byte)'z';
        TriggerRequest request = TriggerRequest.TryRead(body)!;
        Assert.Equal(new string('a', 63), System.Text.Encoding.ASCII.GetString(request.Source));
        Assert.Equal("b"u8.ToArray(), request.Target.ToArray());

        // What lay behind the NUL is not passed on.
        Assert.Equal(
            Body(new string('a', 63), "b", "x", "svc\0"), request.ToBody(new RequestIdent("x")));
    }

    [Fact]
    public void TryRead_IgnoresTheIdentOfTheClient()
    {
        byte[] body = Body("", "t", "x", "svc\0");
        Array.Fill(body, (byte)0xFF, 128, 32);
        Assert.Equal(
            Body("", "t", "SOCKET", "svc\0"), TriggerRequest.TryRead(body)!.ToBody(TriggerRequest.Placeholder));
    }

    [Fact]
    public void Create_TurnsDollarIntoAt() =>
        Assert.Equal("@dispvm:@x"u8.ToArray(), TriggerRequest.Create("", "$dispvm:$x", "s$").Target.ToArray());

    [Theory]
    [InlineData("", "t", "")]
    [InlineData("", "t", "+arg")]
    [InlineData("", "t", "a\0b")]
    [InlineData("a\0", "t", "s")]
    [InlineData("", "\0", "s")]
    public void Create_Throws_WhenANameIsImpossible(string source, string target, string service) =>
        Assert.Throws<ArgumentException>(() => TriggerRequest.Create(source, target, service));

    [Fact]
    public void Create_CountsBytesNotCharacters()
    {
        Assert.NotNull(TriggerRequest.Create(new string('a', 63), new string('b', 63), new string('c', 64999)));
        Assert.Throws<ArgumentException>(() => TriggerRequest.Create(new string('a', 64), "", "s"));
        Assert.Throws<ArgumentException>(() => TriggerRequest.Create("", new string('b', 64), "s"));
        Assert.Throws<ArgumentException>(() => TriggerRequest.Create("", "", new string('c', 65000)));
        Assert.Throws<ArgumentException>(() => TriggerRequest.Create("", new string('ü', 32), "s"));
        Assert.NotNull(TriggerRequest.Create("", new string('ü', 31), "s"));
    }

    [Fact]
    public void ToString_IsSafeToLog() =>
        Assert.Equal("a__b to __[31m", TriggerRequest.Create("", "ü[31m", "a\r\nb").ToString());

    [Theory]
    [InlineData("my.Backup+Hunter22", "my.Backup to dom0")]
    [InlineData("my.Backup+", "my.Backup to dom0")]
    [InlineData("my.Backup+a+b", "my.Backup to dom0")]
    public void ToString_LeavesOutTheArgument(string service, string expected) =>
        Assert.Equal(expected, TriggerRequest.Create("", "dom0", service).ToString());

    private static byte[] Body(string source, string target, string ident, string service) =>
        [
            .. Bytes.Field(source, 64), .. Bytes.Field(target, 64), .. Bytes.Field(ident, 32), .. Bytes.Utf8(service),
        ];
}
