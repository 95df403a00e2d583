using PedOS.Protocols.Qrexec;
using PedOS.TestKit.Dom0;
using PedOS.TestKit.Programs;
using Xunit;

namespace PedOS.Peer.Tests.Client;

public sealed class ClientExitCodeTests(SharedGuest shared) : ClientTest(shared)
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(125)]
    [InlineData(127)]
    [InlineData(143)]
    [InlineData(255)]
    [InlineData(257, 1)]
    [InlineData(-1, 255)]
    [InlineData(256, 255)]
    [InlineData(512, 255)]
    [InlineData(1536, 255)]
    [InlineData(-256, 255)]
    [InlineData(int.MinValue, 255)]
    public async Task RemoteCode_IsPassedOn_AndAFailureStaysOne(int code, int? expected = null)
    {
        await ServeAsync(Say(string.Empty, code));
        Assert.Equal(expected ?? code, (await RunAsync("dom0", "test.S")).ExitCode);
    }

    [Theory]
    [InlineData(0, "exit 0", 0)]
    [InlineData(0, "exit 9", 9)]
    [InlineData(4, "exit 9", 4)]
    [InlineData(4, "exit 0", 4)]
    [InlineData(0, "kill -TERM $$", 128 + 15)]
    [InlineData(256, "exit 9", 255)]
    [InlineData(256, "exit 0", 255)]
    public async Task RemoteCode_ComesBeforeTheLocalProgramsCode(int remote, string local, int expected)
    {
        await ServeAsync(Say(string.Empty, remote));
        Assert.Equal(expected, (await RunAsync("dom0", "test.S", "/bin/sh", "-c", local)).ExitCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task LostConnection_EndsWith255(bool withProgram)
    {
        await ServeAsync(async (side, token) =>
        {
            _ = await side.WriteAsync("partial\n", token);
            side.Channel.Raw.Close();
            return null;
        });
        string[] program = withProgram ? ["/bin/cat"] : [];
        Assert.Equal(255, (await RunAsync(["dom0", "test.S", .. program])).ExitCode);
    }

    [Fact]
    public async Task EndWithoutAnExitCode_EndsWith255_AfterAllOutput()
    {
        await ServeAsync(async (side, token) =>
        {
            _ = await side.WriteAsync("complete\n", token);
            _ = await side.EndOutputAsync(token);
            _ = await side.EndErrorAsync(token);
            _ = await side.ReadAllAsync(token);
            return null;
        });
        Assert.Equal((255, "complete\n"), Shorten(await RunAsync("dom0", "test.S")));
    }

    [Theory]
    [InlineData("", 255)]
    [InlineData("2A", 255)]
    [InlineData("2A0000", 255)]
    [InlineData("2A00000001020304", 42)]
    public async Task MalformedExitCode_Is255_AndExtraBytesAreIgnored(string body, int expected)
    {
        await ServeAsync(async (side, token) =>
        {
            _ = await side.EndErrorAsync(token);
            _ = await side.EndOutputAsync(token);
            _ = await side.ReadAllAsync(token);
            _ = await side.Channel.WriteAsync(MessageType.DataExitCode, Convert.FromHexString(body), token);
            return null;
        });
        Assert.Equal(expected, (await RunAsync("dom0", "test.S")).ExitCode);
    }

    [Fact]
    public async Task RefusedCall_DoesNotStartTheLocalProgram()
    {
        await StartWithPolicyAsync(_ => PolicyAnswer.Refuse);
        string proof = Guest.Directory.PathOf("proof");
        Assert.Equal((126, string.Empty), Shorten(await RunAsync("dom0", "test.S", "/bin/sh", "-c", $"touch {proof}")));
        Assert.False(File.Exists(proof));
    }

    [Fact]
    public async Task Client_FailsWithAMessage_WhenThereIsNoAgent()
    {
        Prepare();
        (int exitCode, _, string error) = await RunAsync("dom0", "test.S");
        Assert.NotEqual(0, exitCode);
        Assert.NotEmpty(error);
    }

    [Theory]
    [InlineData]
    [InlineData("dom0")]
    [InlineData("--no-such-option", "dom0", "test.S")]
    public async Task Client_ExplainsItself_WhenCalledWrong(params string[] arguments)
    {
        await ServeAsync(Say(string.Empty));
        (int exitCode, _, string error) = await RunAsync(arguments);
        Assert.NotEqual(0, exitCode);
        Assert.NotEmpty(error);
        Assert.Empty(Guest.Dom0.Requests);
    }

    [Fact]
    public async Task KilledClient_EndsTheCall()
    {
        TaskCompletionSource gone = new();
        await ServeAsync(async (side, token) =>
        {
            _ = await side.WriteAsync("started\n", token);
            while (await side.ReadInputAsync(token) is not null)
            {
            }

            gone.SetResult();
            return null;
        });
        await using ProgramUnderTest client = Guest.StartClient("dom0", "test.S");
        await client.WaitForTextAsync("started", Token);
        Assert.Equal(1, Guest.Dom0.PortsInUse);
        client.Kill();

        // The end of the test waits until the agent has given the port back.
        await gone.Task.WaitAsync(Token);
    }

    private static (int, string) Shorten((int ExitCode, string Output, string Error) result) =>
        (result.ExitCode, result.Output);
}
