using System.Text;
using PedOS.Protocols.Qrexec;
using PedOS.TestKit.Dom0;
using PedOS.TestKit.Programs;
using PedOS.TestKit.RawVchan;
using Xunit;

namespace PedOS.Crash.Tests.Daemon;

/// <summary>A daemon that sends what none may send is cut off, its successor served; nobody else notices.</summary>
public sealed class HostileMessageTests : CrashTest
{
    public static TheoryData<uint, uint, int> Messages { get; } = new()
    {
        // type, length announced, bytes of body that really follow
        { 0x200, uint.MaxValue, 0 },
        { 0x200, 0x80000000, 64 },
        { 0x200, 70000, 64 },
        { 0x200, 8, 8 },
        { 0x200, 0, 0 },
        { 0x201, 0x7fffffff, 0 },
        { 0x201, 7, 7 },
        { 0x202, 8, 8 },
        { 0x202, 0, 0 },
        { 0x203, 31, 31 },
        { 0x203, 33, 33 },
        { 0x203, 0, 0 },
        { 0x203, uint.MaxValue, 32 },
        { 0x190, 4, 4 },
        { 0x193, 4, 4 },
        { 0x211, 8, 8 },
        { 0x213, 200, 200 },
        { 0x300, 4, 4 },
        { 0x204, 0, 0 },
        { 0, 0, 0 },
        { uint.MaxValue, uint.MaxValue, 0 },
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public async Task Daemon_IsCutOff_AndNobodyElseNotices(uint type, uint length, int sent)
    {
        // A call of a well-behaved daemon is running when the hostile one takes its place.
        Prepare();
        Guest.Dom0.Start();
        await Guest.Dom0.WaitForAgentAsync(Token);
        await using Dom0Call running = await Guest.Dom0.BeginAsync(
            $"{GuestUnderTest.User}:cat; exit 6", cancellationToken: Token);
        Assert.True(await running.OpenAsync(Token));
        await Guest.Dom0.StopAsync();

        await using (RawChannel hostile = await ConnectHostileAsync())
        {
            Assert.True(await hostile.WriteAsync(Message(type, length, new byte[sent]), Token));
            await AssertCutOffAsync(hostile);
        }

        Guest.Dom0.Start();
        await Guest.Dom0.WaitForHandshakesAsync(2, Token);
        await AssertServedAsync();
        _ = await running.WriteAsync("still here", Token);
        await running.EndInputAsync(Token);
        CallResult result = await running.ReadToEndAsync(null, Token);
        Assert.Equal((6, "still here"), (result.ExitCode, result.OutputText));
        await Guest.WaitForLogAsync("broke the qrexec protocol", Token);
        _ = Assert.Single(Guest.LogLines("broke the qrexec protocol"));
    }

    [Theory]
    [InlineData("000300000400000001000000")]
    [InlineData("000300000400000000000000")]
    [InlineData("0003000005000000040000000000")]
    [InlineData("0003000000000000")]
    [InlineData("00030000FFFFFFFF04000000")]
    [InlineData("000200000A00000000000000")]
    [InlineData("FFFFFFFFFFFFFFFFFFFFFFFF")]
    public async Task Daemon_IsCutOff_WhenItsFirstWordIsNotHello(string hex)
    {
        Prepare();
        await using (RawChannel hostile = await ConnectHostileAsync(answersHello: false))
        {
            Assert.True(await hostile.WriteAsync(Convert.FromHexString(hex), Token));
            await AssertCutOffAsync(hostile);
        }

        Guest.Dom0.Start();
        await Guest.Dom0.WaitForAgentAsync(Token);
        await AssertServedAsync();
    }

    [Fact]
    public async Task Daemon_ThatSaysNothing_OrHangsUpWithinAMessage_IsReplaced()
    {
        Prepare();
        byte[] message = Exec(0, 513, "root:true");
        for (int cut = 0; cut < message.Length; cut += 3)
        {
            await using RawChannel hostile = await ConnectHostileAsync();
            _ = await hostile.WriteAsync(message.AsMemory(0, cut), Token);
        }

        Guest.Dom0.Start();
        await Guest.Dom0.WaitForAgentAsync(Token);
        await AssertServedAsync();
    }

    [Theory]
    [InlineData(9, 0x41)]
    [InlineData(40, 0x41)]
    [InlineData(1000, 0x41)]
    [InlineData(40, 0)]
    public async Task AnswerToNobody_CostsNothing(int length, byte fill)
    {
        await StartAsync();
        byte[] connect = new byte[length];
        connect.AsSpan().Fill(fill);
        BitConverter.GetBytes(0u).CopyTo(connect, 0);
        BitConverter.GetBytes(700u).CopyTo(connect, 4);
        Assert.True(await Guest.Dom0.SendRawAsync(Message(0x202, (uint)length, connect), Token));
        byte[] refused = new byte[32];
        refused.AsSpan().Fill(fill);
        Assert.True(await Guest.Dom0.SendRawAsync(Message(0x203, 32, refused), Token));
        await AssertServedAsync();
        Assert.Equal(1, Guest.Dom0.Handshakes);
        Assert.Empty(Guest.Dom0.Violations);
    }

    [Theory]
    [InlineData(0u, 0u)]
    [InlineData(0u, 1u)]
    [InlineData(0u, 512u)]
    [InlineData(0u, 65536u)]
    [InlineData(0u, uint.MaxValue)]
    [InlineData(0x7ff0u, 513u)]
    [InlineData(uint.MaxValue, 513u)]
    public async Task ImpossibleAddress_IsIgnored_AndNeverReported(uint domain, uint port)
    {
        // Reporting the end of a call at such a place would make the daemon exit.
        await StartAsync();
        Assert.True(await Guest.Dom0.SendRawAsync(Exec(domain, port, $"{GuestUnderTest.User}:true"), Token));
        byte[] connect = Message(0x202, 40, new byte[40]);
        BitConverter.GetBytes(domain).CopyTo(connect, 8);
        BitConverter.GetBytes(port).CopyTo(connect, 12);
        "SOCKET1"u8.CopyTo(connect.AsSpan(16));
        Assert.True(await Guest.Dom0.SendRawAsync(connect, Token));
        await AssertServedAsync();
        Assert.Empty(Guest.Dom0.Violations);
        Assert.Equal(1, Guest.Dom0.Handshakes);
        _ = Assert.Single(Guest.LogLines("impossible address"));
    }

    [Fact]
    public async Task CommandWithoutItsNul_IsReadWithinItsBody()
    {
        await StartAsync();
        byte[] message = Exec(0, 700, $"{GuestUnderTest.User}:echo unterminatedX");
        message = message[..^1];
        BitConverter.GetBytes(message.Length - 8).CopyTo(message, 4);
        using IVchanOffer offer = Guest.Place.Listen(0, 42, 700);
        Assert.True(await Guest.Dom0.SendRawAsync(message, Token));
        await using RawDataChannel channel = new(new RawChannel(await offer.AcceptAsync(Token)));
        Assert.True(await channel.HandshakeAsync(4, speakFirst: true, Token));
        string output = string.Empty;
        while (await channel.ReadAsync(Token) is RawDataMessage part)
        {
            output += part.Type == MessageType.DataStdout ? Encoding.UTF8.GetString(part.Body.Span) : string.Empty;
        }

        // The last byte is taken for the terminator, whatever it is; nothing beyond the body is.
        Assert.Equal("unterminated\n", output);
    }

    [Theory]
    [InlineData("3A")]
    [InlineData("00")]
    [InlineData("FFFEFD3AC328")]
    [InlineData("C0AF3A41")]
    [InlineData("2020203A")]
    public async Task CommandOfGarbage_EndsWith125_OrIsAPlainFailure(string hex)
    {
        await StartAsync();
        byte[] message = Exec(0, 700, "x");
        message = [.. message[..16], .. Convert.FromHexString(hex), 0];
        BitConverter.GetBytes(message.Length - 8).CopyTo(message, 4);
        using IVchanOffer offer = Guest.Place.Listen(0, 42, 700);
        Assert.True(await Guest.Dom0.SendRawAsync(message, Token));
        await using RawDataChannel channel = new(new RawChannel(await offer.AcceptAsync(Token)));
        Assert.True(await channel.HandshakeAsync(4, speakFirst: true, Token));
        int? exitCode = null;
        while (await channel.ReadAsync(Token) is RawDataMessage part)
        {
            exitCode = part.Body.Length == 4 ? BitConverter.ToInt32(part.Body.Span) : exitCode;
        }

        Assert.Equal(125, exitCode);
        await AssertServedAsync();
    }
}
