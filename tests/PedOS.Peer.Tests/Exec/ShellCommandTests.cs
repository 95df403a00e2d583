using System.Text;
using PedOS.TestKit.Dom0;
using PedOS.TestKit.Programs;
using Xunit;

namespace PedOS.Peer.Tests.Exec;

public sealed class ShellCommandTests(SharedGuest shared) : PeerTest(shared), IClassFixture<SharedGuest>
{
    [Fact]
    public async Task Exec_ReturnsOutputErrorAndExitCode()
    {
        await StartAsync();
        CallResult result = await Guest.ShellAsync("echo hello; echo oops >&2; exit 3", cancellationToken: Token);
        Assert.Equal(("hello\n", "oops\n", 3), (result.OutputText, result.ErrorText, result.ExitCode));
    }

    [Theory]
    [InlineData("true", 0)]
    [InlineData("exit 255", 255)]
    [InlineData("kill -TERM $$", 128 + 15)]
    [InlineData("kill -KILL $$", 128 + 9)]
    [InlineData("no-such-program-here", 127)]
    public async Task Exec_ReturnsTheShellsExitCode(string command, int expected)
    {
        await StartAsync();
        CallResult result = await Guest.ShellAsync(command, cancellationToken: Token);
        Assert.Equal(expected, result.ExitCode);
    }

    [Fact]
    public async Task Exec_PassesInputToTheProgram()
    {
        await StartAsync();
        byte[] input = new byte[1_000_003];
        new Random(7).NextBytes(input);
        CallResult result = await Guest.ShellAsync("cat", input, Token);
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(input, result.Output);
    }

    [Theory]
    [InlineData("Grüße")]
    [InlineData("İstanbul ığüşöç")]
    [InlineData("日本語テスト")]
    [InlineData("مرحبا بالعالم")]
    [InlineData("tab\tquote\"'|&;\\ $HOME")]
    public async Task Exec_KeepsEveryCharacterOfTheCommand(string text)
    {
        await StartAsync();
        string quoted = text.Replace("'", "'\\''", StringComparison.Ordinal);
        CallResult result = await Guest.ShellAsync($"printf %s '{quoted}'", cancellationToken: Token);
        Assert.Equal((0, text), (result.ExitCode, result.OutputText));
    }

    [Theory]
    [InlineData("no colon at all")]
    [InlineData("surely-no-such-user:echo hello")]
    [InlineData("{0}:QUBESRPC")]
    [InlineData("{0}:QUBESRPCtest.Echo dom0")]
    [InlineData("{0}:QUBESRPC  dom0")]
    [InlineData("{0}:QUBESRPC test.Echo")]
    [InlineData("{0}:QUBESRPC +arg dom0")]
    public async Task Exec_EndsWith125_WhenTheCommandIsMalformed(string command)
    {
        await StartAsync();
        Guest.AddService("test.Echo", "cat");
        string filled = command.Replace("{0}", GuestUnderTest.User, StringComparison.Ordinal);
        CallResult result = await Guest.Dom0.RunAsync(filled, cancellationToken: Token);
        Assert.Equal((125, string.Empty), (result.ExitCode, result.OutputText));
    }

    [Fact]
    public async Task Exec_IgnoresNoGui_ForPlainCommands()
    {
        await StartAsync();
        CallResult result =
            await Guest.Dom0.RunAsync($"{GuestUnderTest.User}:nogui:echo hello", cancellationToken: Token);
        Assert.Equal((0, "hello\n"), (result.ExitCode, result.OutputText));
    }

    [Fact]
    public async Task Exec_AcceptsACommandOfFourThousandBytes()
    {
        // The socket vchan of the original cannot carry control bodies over 4096 bytes; up to there everybody agrees.
        await StartAsync();
        string text = new('x', 4000 - GuestUnderTest.User.Length);
        CallResult result = await Guest.ShellAsync($"printf %s {text}", cancellationToken: Token);
        Assert.Equal(text, Encoding.UTF8.GetString(result.Output));
    }
}
