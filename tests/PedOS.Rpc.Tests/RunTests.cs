using System.Text;
using PedOS.Protocols.Qrexec;
using PedOS.TestKit.Dom0;
using Xunit;

namespace PedOS.Rpc.Tests;

/// <summary>Commands of dom0, run by the real program behind the real agent.</summary>
public sealed class RunTests : RpcTest
{
    [Theory]
    [InlineData("")]
    [InlineData("a b", "", "\"c\"", "%PATH%", "$HOME", "`id`", "a\nb", "\\\\", "*", "-n", "größe 日本 سجل \U00020BB7")]
    public async Task Exec_GivesTheProgramExactlyTheWords(params string[] arguments)
    {
        await StartAsync();

        CallResult result = await ExecAsync("/usr/bin/printf", ["[%s]", .. arguments]);

        Assert.Equal(string.Concat(arguments.Select(static a => $"[{a}]")), result.OutputText);
        Assert.Equal(0, result.ExitCode);
    }

    [Theory]
    [InlineData("exit 7", 7)]
    [InlineData("kill -9 $$", 137)]
    [InlineData("exit 0", 0)]
    public async Task Exec_EndsAsTheProgramDoes(string script, int code)
    {
        await StartAsync();

        Assert.Equal(code, (await ExecAsync("sh", ["-c", script])).ExitCode);
    }

    /// <summary>Nothing stands between the program and its caller: each end is seen when it is made.</summary>
    [Fact]
    public async Task Exec_PassesBytesAndEnds()
    {
        await StartAsync();
        byte[] sent = new byte[300_000];
        new Random(1).NextBytes(sent);

        CallResult result = await ExecAsync("sh", ["-c", "cat; exec >&-; cat >/dev/null; exit 3"], sent);

        Assert.Equal(sent, result.Output);
        Assert.Equal(3, result.ExitCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("+")]
    [InlineData("sh+-00")]
    [InlineData("sh+-C3")]
    [InlineData("sh+-2f")]
    public async Task Exec_RefusesWhatIsNoCommand(string argument)
    {
        await StartAsync();

        CallResult result = await CallAsync($"qubes.VMExec+{argument}", []);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("is not a command", result.ErrorText, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Theory]
    [InlineData("no-such-program")]
    [InlineData("/no/such/program")]
    public async Task Exec_SaysWhatCouldNotBeStarted(string program)
    {
        await StartAsync();

        CallResult result = await ExecAsync(program, []);

        Assert.Equal(127, result.ExitCode);
        Assert.Contains($"{program} cannot be started", result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shell_RunsWhatComes_ToTheEnd()
    {
        await StartAsync();

        CallResult result = await CallAsync("qubes.VMShell", Encoding.UTF8.GetBytes("echo größe\necho 日本\n(exit 5)\n"));

        Assert.Equal("größe\n日本\n", result.OutputText);
        Assert.Equal(5, result.ExitCode);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(2, true)]
    public async Task Root_IsAsTheSettingSays(int setting, bool isRun)
    {
        await File.WriteAllTextAsync(Guest.SettingsFile, $"[pedos-rpc]\nRootServices={setting}\n", Token);
        await StartAsync();

        foreach (string service in (string[])["qubes.VMRootExec+echo+done", "qubes.VMRootShell"])
        {
            CallResult result = await CallAsync(service, "echo done\n"u8.ToArray());

            Assert.Equal((isRun ? 0 : 1, isRun ? "done\n" : ""), (result.ExitCode, result.OutputText));
            Assert.Equal(isRun, !result.ErrorText.Contains("RootServices is 0", StringComparison.Ordinal));
        }
    }

    private Task<CallResult> ExecAsync(string program, string[] arguments, byte[]? input = null) =>
        CallAsync($"qubes.VMExec+{CommandWords.Write([program, .. arguments])}", input ?? []);

    private Task<CallResult> CallAsync(string service, byte[] input) =>
        Guest.CallAsync(service, input: input, cancellationToken: Token);
}
