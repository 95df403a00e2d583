using PedOS.TestKit.Dom0;
using Xunit;

namespace PedOS.Peer.Tests.Services;

public sealed class EnvironmentTests(SharedGuest shared) : PeerTest(shared), IClassFixture<SharedGuest>
{
    private const string PrintEnvironment =
        "env | grep ^QREXEC | grep -v -e ^QREXEC_SERVICE_PATH= -e ^QREXEC_AGENT_PID= | sort";

    [Theory]
    [InlineData("test.S+a.b-c_1", 1, "a.b-c_1")]
    [InlineData("test.S+a+b++", 1, "a+b++")]
    [InlineData("test.S+", 0, "")]
    [InlineData("test.S", 0, "")]
    [InlineData("test.S++", 1, "+")]
    public async Task Argument_IsPassedOnlyWhenNotEmpty(string descriptor, int count, string argument)
    {
        await StartAsync();
        Guest.AddService("test.S", "echo \"$# $1\"");
        CallResult result = await Guest.CallAsync(descriptor, cancellationToken: Token);
        Assert.Equal((0, $"{count} {argument}\n"), (result.ExitCode, result.OutputText));
    }

    [Theory]
    [InlineData("test.S+arg", "arg")]
    [InlineData("test.S+", "")]
    [InlineData("test.S", null)]
    public async Task Variables_DescribeTheCall_AndNothingElse(string descriptor, string? argument)
    {
        await StartLeakyAsync();
        Guest.AddService("test.S", PrintEnvironment);
        CallResult result = await Guest.CallAsync(descriptor, "work", cancellationToken: Token);
        List<string> expected =
        [
            "QREXEC_REMOTE_DOMAIN=work", "QREXEC_REQUESTED_TARGET_TYPE=", $"QREXEC_SERVICE_FULL_NAME={descriptor}",
        ];
        if (argument is not null)
        {
            expected.Insert(2, $"QREXEC_SERVICE_ARGUMENT={argument}");
        }

        Assert.Equal(expected, result.OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("name", "vault", "QREXEC_REQUESTED_TARGET=vault")]
    [InlineData("keyword", "adminvm", "QREXEC_REQUESTED_TARGET_KEYWORD=adminvm")]
    public async Task RequestedTarget_IsNamedByItsType(string type, string target, string expected)
    {
        await StartLeakyAsync();
        Guest.AddService("test.S", PrintEnvironment);
        CallResult result = await Guest.CallAsync("test.S+a", $"work {type} {target}", cancellationToken: Token);
        string[] lines = result.OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(expected, lines);
        Assert.Contains($"QREXEC_REQUESTED_TARGET_TYPE={type}", lines);
        Assert.Equal(5, lines.Length);
    }

    [Fact]
    public async Task ServicePathAndProcess_AreKnownToTheService()
    {
        await StartLeakyAsync();
        Guest.AddService("test.S", "echo \"$QREXEC_SERVICE_PATH\"; kill -0 $QREXEC_AGENT_PID && echo alive");
        CallResult result = await Guest.CallAsync("test.S+", cancellationToken: Token);
        Assert.Equal(string.Join(':', Guest.ServiceDirectories) + "\nalive\n", result.OutputText);
    }

    [Fact]
    public async Task OneCallsVariables_DoNotReachAnother()
    {
        await StartAsync();
        Guest.AddService("test.S", PrintEnvironment);
        _ = await Guest.CallAsync("test.S+secret", "vault name dom0", cancellationToken: Token);
        CallResult result = await Guest.CallAsync("test.S", "work", cancellationToken: Token);
        Assert.DoesNotContain("secret", result.OutputText, StringComparison.Ordinal);
        Assert.DoesNotContain("vault", result.OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PlainCommand_SeesNoVariableOfTheAgent()
    {
        SkipForOriginal("it hands its own variables on to plain commands");
        await StartLeakyAsync();
        CallResult result = await Guest.ShellAsync(
            "env | grep -e ^QREXEC_LEAK -e ^QREXEC_REMOTE_DOMAIN; echo end", cancellationToken: Token);
        Assert.Equal("end\n", result.OutputText);
    }

    // The agent itself is given variables that look like those of a call.
    private async Task StartLeakyAsync()
    {
        Prepare(environment: new Dictionary<string, string>
        {
            ["QREXEC_LEAK"] = "1",
            ["QREXEC_REMOTE_DOMAIN"] = "evil",
            ["QREXEC_SERVICE_ARGUMENT"] = "evil",
            ["QREXEC_REQUESTED_TARGET"] = "evil",
            ["QREXEC_REQUESTED_TARGET_KEYWORD"] = "evil",
        });
        await Guest.StartAsync(Token);
    }
}
