using PedOS.TestKit.Dom0;
using PedOS.TestKit.Programs;
using Xunit;

namespace PedOS.Peer.Tests.Services;

public sealed class SettingsTests(SharedGuest shared) : PeerTest(shared), IClassFixture<SharedGuest>
{
    [Fact]
    public async Task ForceUser_ReplacesTheUserOfTheCommand()
    {
        await StartAsync();
        Guest.AddService("test.S", "id -un");
        Guest.AddSettings("test.S", $"force-user = '{GuestUnderTest.User}'\n");
        CallResult result = await Guest.Dom0.RunAsync(
            "surely-no-such-user:QUBESRPC test.S+a dom0", cancellationToken: Token);
        Assert.Equal((0, GuestUnderTest.User + "\n"), (result.ExitCode, result.OutputText));
    }

    [Fact]
    public async Task ForceUser_ThatDoesNotExist_EndsTheCallWith125()
    {
        await StartAsync();
        Guest.AddService("test.S", "echo no");
        Guest.AddSettings("test.S", "force-user = 'surely-no-such-user'\n");
        CallResult result = await Guest.CallAsync("test.S+a", cancellationToken: Token);
        Assert.Equal((125, string.Empty), (result.ExitCode, result.OutputText));
    }

    [Theory]
    [InlineData("test.S+a", 125)]
    [InlineData("test.S+b", 0)]
    [InlineData("test.S", 0)]
    public async Task SettingsOfTheFullDescriptor_ComeBeforeThoseOfTheName(string descriptor, int expected)
    {
        await StartAsync();
        Guest.AddService("test.S", "true");
        Guest.AddSettings("test.S", $"force-user = '{GuestUnderTest.User}'\n", place: 0);
        Guest.AddSettings("test.S+a", "force-user = 'surely-no-such-user'\n", place: 1);
        CallResult result = await Guest.CallAsync(descriptor, cancellationToken: Token);
        Assert.Equal(expected, result.ExitCode);
    }

    [Theory]
    [InlineData("# only a comment\n\n")]
    [InlineData("")]
    [InlineData("wait-for-session = false # not needed\r\nunknown-key = 'x'\r\n")]
    [InlineData("skip-service-descriptor = true\nexit-on-client-eof = true\nexit-on-service-eof = true\n")]
    [InlineData("wait-for-session\t=\t0")]
    public async Task ExecutableService_Runs_WithSettingsThatDoNotConcernIt(string settings)
    {
        await StartAsync();
        Guest.AddService("test.S", "cat; echo more; exit 4");
        Guest.AddSettings("test.S", settings);
        CallResult result = await Guest.CallAsync("test.S+a", input: "in\n"u8.ToArray(), cancellationToken: Token);
        Assert.Equal((4, "in\nmore\n"), (result.ExitCode, result.OutputText));
    }

    [Theory]
    [InlineData("wait-for-session = 2\n")]
    [InlineData("wait-for-session = 'true'\n")]
    [InlineData("wait-for-session = \"true\"\n")]
    [InlineData("wait-for-session = 01\n")]
    [InlineData("wait-for-session =\n")]
    [InlineData("wait-for-session\n")]
    [InlineData("wait-for-session = true x\n")]
    [InlineData("wait-for-session = false\nwait-for-session = false\n")]
    [InlineData("[section]\n")]
    [InlineData(" wait-for-session = false\n")]
    [InlineData("1key = 1\n")]
    [InlineData("force-user = '''x'''\n")]
    [InlineData("force-user = 'x\n")]
    [InlineData("force-user = true\n")]
    [InlineData("skip-service-descriptor = 1\n")]
    [InlineData("key = 'a\0b'\n")]
    public async Task InvalidSettings_EndTheCallWith125(string settings)
    {
        await StartAsync();
        Guest.AddService("test.S", "echo no");
        Guest.AddSettings("test.S", settings);
        CallResult result = await Guest.CallAsync("test.S+a", cancellationToken: Token);
        Assert.Equal((125, string.Empty), (result.ExitCode, result.OutputText));
    }

    [Fact]
    public async Task SettingsThatCannotBeRead_EndTheCallWith125()
    {
        await StartAsync();
        Guest.AddService("test.S", "echo no");
        _ = File.CreateSymbolicLink(Path.Combine(Guest.SettingsDirectories[0], "test.S+a"), "/dev/null/inside");
        CallResult result = await Guest.CallAsync("test.S+a", cancellationToken: Token);
        Assert.Equal((125, string.Empty), (result.ExitCode, result.OutputText));
    }
}
