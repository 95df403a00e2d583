using System.Buffers.Binary;
using PedOS.Protocols.Qrexec;
using PedOS.TestKit.Dom0;
using PedOS.TestKit.Programs;
using PedOS.TestKit.RawVchan;
using Xunit;

namespace PedOS.Peer.Tests.Exec;

public sealed class VersionTests(SharedGuest shared) : PeerTest(shared), IClassFixture<SharedGuest>
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(99)]
    public async Task Call_Works_WithEveryVersionOfDom0(uint version)
    {
        await StartAsync(version == 4 ? null : new Dom0Options { Version = version });
        byte[] input = new byte[300_000];
        new Random(5).NextBytes(input);
        CallResult result = await Guest.ShellAsync("cat; exit 9", input, Token);
        Assert.Equal(9, result.ExitCode);
        Assert.Equal(input, result.Output);
        uint limit = version == 2 ? 4096u : 65536u;
        Assert.All(result.Messages, header => Assert.InRange(header.Length, 0u, limit));
    }

    [Fact]
    public async Task Agent_SpeaksFirst_AndAnnouncesVersion4()
    {
        Prepare();
        Guest.StartAgent();
        await using RawChannel control = await RawChannel.ConnectAsync(Guest.Place, 42, 0, 512, true, Token);
        byte[] hello = new byte[12];
        Assert.Equal(12, await control.ReadFullAsync(hello, Token));
        Assert.Equal("000300000400000004000000", Convert.ToHexString(hello));
    }

    [Theory]
    [InlineData(2, 4096)]
    [InlineData(3, 65536)]
    [InlineData(4, 65536)]
    public async Task Input_MayComeInTheLargestPieceOfTheVersion(uint version, int size)
    {
        await StartAsync(version == 4 ? null : new Dom0Options { Version = version });
        await using Dom0Call call = await OpenAsync("wc -c");
        Assert.True(await call.Channel.WriteAsync(MessageType.DataStdin, new byte[size], Token));
        await call.EndInputAsync(Token);
        CallResult result = await call.ReadToEndAsync(null, Token);
        Assert.Equal($"{size}\n", result.OutputText);
    }

    [Theory]
    [InlineData(2, 4097u)]
    [InlineData(3, 65537u)]
    [InlineData(4, 65537u)]
    [InlineData(4, 0x80000000u)]
    [InlineData(4, uint.MaxValue)]
    public async Task Call_IsLost_WhenAPieceIsTooLong(uint version, uint size)
    {
        await StartAsync(version == 4 ? null : new Dom0Options { Version = version });
        await using Dom0Call call = await OpenAsync("cat");
        byte[] header = new byte[8];
        new MessageHeader(MessageType.DataStdin, size).Write(header);
        Assert.True(await call.Channel.Raw.WriteAsync(header, Token));

        // Refused by its header: the body is never awaited.
        CallResult result = await call.ReadToEndAsync(null, Token);
        Assert.Null(result.ExitCode);
        Assert.True(await call.Terminated.WaitAsync(Token));
        Assert.Equal(0, (await Guest.ShellAsync("true", cancellationToken: Token)).ExitCode);
    }

    [Theory]
    [InlineData(0x190u, true)]
    [InlineData(0x191u, true)]
    [InlineData(0x192u, false)]
    [InlineData(0x193u, false)]
    public async Task OtherStreamsFromTheCaller_AreTakenOrIgnored(uint type, bool taken)
    {
        await StartAsync();
        await using Dom0Call call = await OpenAsync("cat");
        Assert.True(await call.Channel.WriteAsync((MessageType)type, "data"u8.ToArray(), Token));
        await call.EndInputAsync(Token);
        CallResult result = await call.ReadToEndAsync(null, Token);
        Assert.Equal((0, taken ? "data" : string.Empty), (result.ExitCode, result.OutputText));
    }

    [Theory]
    [InlineData(0x194u)]
    [InlineData(0x300u)]
    [InlineData(0u)]
    public async Task Call_IsLost_WhenAMessageHasAnUnknownType(uint type)
    {
        await StartAsync();
        await using Dom0Call call = await OpenAsync("cat");
        Assert.True(await call.Channel.WriteAsync((MessageType)type, new byte[4], Token));
        CallResult result = await call.ReadToEndAsync(null, Token);
        Assert.Null(result.ExitCode);
        Assert.True(await call.Terminated.WaitAsync(Token));
    }

    [Theory]
    [InlineData(0x300u, 4u, 1u)]
    [InlineData(0x300u, 4u, 0u)]
    [InlineData(0x300u, 3u, 4u)]
    [InlineData(0x300u, 0xffffffffu, 4u)]
    [InlineData(0x190u, 4u, 4u)]
    public async Task Call_IsLost_WhenTheDataChannelBeginsWrong(uint type, uint length, uint version)
    {
        await StartAsync();
        await using Dom0Call call = await Guest.Dom0.BeginAsync(
            $"{GuestUnderTest.User}:true", cancellationToken: Token);
        await using RawChannel raw = await call.AcceptRawAsync(Token);
        byte[] hello = new byte[12];
        BinaryPrimitives.WriteUInt32LittleEndian(hello, type);
        BinaryPrimitives.WriteUInt32LittleEndian(hello.AsSpan(4), length);
        BinaryPrimitives.WriteUInt32LittleEndian(hello.AsSpan(8), version);
        _ = await raw.WriteAsync(hello, Token);
        Assert.True(await call.Terminated.WaitAsync(Token));
        Assert.Equal(0, (await Guest.ShellAsync("true", cancellationToken: Token)).ExitCode);
    }
}
