using System.Text;
using PedOS.TestKit.Dom0;
using PedOS.TestKit.Programs;
using Xunit;

namespace PedOS.Peer.Tests.Client;

public sealed class ClientCallTests(SharedGuest shared) : ClientTest(shared)
{
    [Fact]
    public async Task Client_StreamsBothWays_AndEndsWithTheRemoteCode()
    {
        await ServeAsync(Echo(7));
        byte[] input = new byte[2_000_001];
        new Random(11).NextBytes(input);
        await using ProgramUnderTest client = Guest.StartClient("dom0", "test.Echo+arg");
        await client.Input.WriteAsync(input, Token);
        Assert.Equal(7, await client.FinishAsync(Token));
        Assert.Equal(input, client.OutputBytes);
        Assert.Empty(client.Error);
        ServiceRequest request = Assert.Single(Guest.Dom0.Requests);
        Assert.Equal((string.Empty, "dom0", "test.Echo+arg"), (request.Source, request.Target, request.Service));
    }

    [Theory]
    [InlineData("@default")]
    [InlineData("@dispvm:work-dvm")]
    [InlineData("uuid:f5086f02-e322-4876-a670-14973aed21b5")]
    [InlineData("some_vm-1.x")]
    public async Task Target_ArrivesAsGiven(string target)
    {
        await ServeAsync(Say(string.Empty));
        _ = await RunAsync(target, "test.S");
        Assert.Equal(target, Assert.Single(Guest.Dom0.Requests).Target);
    }

    [Theory]
    [InlineData("$dispvm", "@dispvm")]
    [InlineData("$dispvm:a", "@dispvm:a")]
    public async Task OldSpellingOfKeywords_IsUnderstood(string given, string expected)
    {
        await ServeAsync(Say(string.Empty));
        _ = await RunAsync(given, "test.S");
        Assert.Equal(expected, Assert.Single(Guest.Dom0.Requests).Target);
    }

    [Theory]
    [InlineData(2, 63)]
    [InlineData(3, 255)]
    [InlineData(4, 255)]
    [InlineData(4, 3900)]
    public async Task LongNames_Pass_AsFarAsTheVersionCarriesThem(uint version, int length)
    {
        SkipForOriginal("it sends the trigger of protocol 4 to every dom0", when: version < 4);
        await ServeAsync(Say("ok"), version);
        string service = "test.Long+" + new string('a', length - 10);
        Assert.Equal((0, "ok", string.Empty), await RunAsync("dom0", service));
        Assert.Equal(service, Assert.Single(Guest.Dom0.Requests).Service);
    }

    [Fact]
    public async Task Name_ThatTheVersionCannotCarry_IsRefused()
    {
        SkipForOriginal("it cuts the name and asks for another service");
        await ServeAsync(Say("wrong"), version: 2);
        (int exitCode, string output, _) = await RunAsync("dom0", "test.Long+" + new string('a', 100));
        Assert.Equal((126, string.Empty), (exitCode, output));
        Assert.Empty(Guest.Dom0.Requests);
    }

    [Fact]
    public async Task LongestName_Passes()
    {
        SkipForOriginal("its ring does not hold a control body of that size");
        await ServeAsync(Say("ok"));
        string service = "test.Long+" + new string('a', 64999 - 10);
        Assert.Equal((0, "ok", string.Empty), await RunAsync("dom0", service));
        Assert.Equal(service, Assert.Single(Guest.Dom0.Requests).Service);
    }

    [Theory]
    [InlineData("--source-qube=work")]
    [InlineData("-s")]
    public async Task Source_IsNamed_WhenARelayAsksForIt(string option)
    {
        await ServeAsync(Say(string.Empty));
        _ = option == "-s"
            ? await RunAsync("-s", "work", "dom0", "test.S")
            : await RunAsync(option, "dom0", "test.S");
        Assert.Equal("work", Assert.Single(Guest.Dom0.Requests).Source);
    }

    [Fact]
    public async Task RefusedCall_EndsWith126_AndSaysSo()
    {
        await StartWithPolicyAsync(_ => PolicyAnswer.Refuse);
        Assert.Equal((126, string.Empty, "Request refused\n"), await RunAsync("vault", "test.Forbidden+a"));
    }

    [Fact]
    public async Task Policy_DecidesPerRequest()
    {
        await StartWithPolicyAsync(
            request => request.Service == "test.Good" ? PolicyAnswer.Allow(Say("yes")) : PolicyAnswer.Refuse);
        Assert.Equal(126, (await RunAsync("dom0", "test.Bad")).ExitCode);
        Assert.Equal((0, "yes", string.Empty), await RunAsync("dom0", "test.Good"));
        Assert.Equal(126, (await RunAsync("dom0", "test.Bad")).ExitCode);
    }

    [Fact]
    public async Task HalfClosedCall_StillSends()
    {
        TaskCompletionSource<byte[]> received = new();
        await ServeAsync(async (side, token) =>
        {
            _ = await side.WriteAsync("out", token);
            _ = await side.EndOutputAsync(token);
            received.SetResult(await side.ReadAllAsync(token));
            return 3;
        });
        await using ProgramUnderTest client = Guest.StartClient("dom0", "test.S");
        await client.WaitForTextAsync("out", Token);
        await client.OutputEnded.WaitAsync(Token);
        byte[] late = Encoding.UTF8.GetBytes("sent after the end of the other direction");
        await client.Input.WriteAsync(late, Token);
        await client.Input.FlushAsync(Token);
        Assert.Equal(3, await client.FinishAsync(Token));
        Assert.Equal(late, await received.Task);
    }

    [Fact]
    public async Task Client_EndsWithTheExitCode_ThoughItsInputIsOpen()
    {
        await ServeAsync(Say("done", 5));
        await using ProgramUnderTest client = Guest.StartClient("dom0", "test.S");
        Assert.Equal(5, await client.WaitAsync(Token));
        Assert.Equal("done", client.Output);
    }

    [Fact]
    public async Task RemoteErrors_GoToTheLocalErrorStream()
    {
        await ServeAsync(Say("out\n", 2, "err\n"));
        Assert.Equal((2, "out\n", "err\n"), await RunAsync("dom0", "test.S"));
    }

    [Fact]
    public async Task ManyClients_AreServedAtOnce()
    {
        await ServeAsync(Echo(1));
        ParallelOptions options = new() { MaxDegreeOfParallelism = 8, CancellationToken = Token };
        await Parallel.ForAsync(0, 24, options, async (n, _) =>
        {
            await using ProgramUnderTest client = Guest.StartClient("dom0", $"test.S+{n}");
            await client.Input.WriteAsync(Encoding.UTF8.GetBytes($"call {n}"), Token);
            Assert.Equal(1, await client.FinishAsync(Token));
            Assert.Equal($"call {n}", client.Output);
        });
        Assert.Equal(24, Guest.Dom0.Requests.Count);
    }
}
