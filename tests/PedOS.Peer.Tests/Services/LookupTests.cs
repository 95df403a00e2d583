using PedOS.TestKit.Dom0;
using PedOS.TestKit.Programs;
using Xunit;

namespace PedOS.Peer.Tests.Services;

public sealed class LookupTests(SharedGuest shared) : PeerTest(shared), IClassFixture<SharedGuest>
{
    [Theory]
    [InlineData("test.S+arg", "full")]
    [InlineData("test.S+other", "plain")]
    [InlineData("test.S+", "empty")]
    [InlineData("test.S", "empty")]
    public async Task FullDescriptor_IsFoundBeforeTheName_InEveryDirectory(string descriptor, string expected)
    {
        await StartAsync();
        Guest.AddService("test.S", "echo plain", place: 0);
        Guest.AddService("test.S+arg", "echo full", place: 1);
        Guest.AddService("test.S+", "echo empty", place: 1);
        CallResult result = await Guest.CallAsync(descriptor, cancellationToken: Token);
        Assert.Equal((0, expected + "\n"), (result.ExitCode, result.OutputText));
    }

    [Fact]
    public async Task FirstDirectory_WinsOverTheSecond()
    {
        await StartAsync();
        Guest.AddService("test.S", "echo first", place: 0);
        Guest.AddService("test.S", "echo second", place: 1);
        CallResult result = await Guest.CallAsync("test.S+a", cancellationToken: Token);
        Assert.Equal("first\n", result.OutputText);
    }

    [Theory]
    [InlineData("test.Missing+")]
    [InlineData("test.Missing+arg")]
    [InlineData("test.Missing")]
    public async Task Call_EndsWith127_WhenThereIsNoSuchService(string descriptor)
    {
        await StartAsync();
        Guest.AddService("test.Missin", "echo wrong");
        CallResult result = await Guest.CallAsync(descriptor, cancellationToken: Token);
        Assert.Equal((127, string.Empty, string.Empty), (result.ExitCode, result.OutputText, result.ErrorText));
    }

    [Fact]
    public async Task Service_MayBeASymbolicLink()
    {
        await StartAsync();
        Guest.AddService("real.S", "echo linked", place: 1);
        _ = File.CreateSymbolicLink(
            Path.Combine(Guest.ServiceDirectories[0], "test.S"), Path.Combine(Guest.ServiceDirectories[1], "real.S"));
        CallResult result = await Guest.CallAsync("test.S+", cancellationToken: Token);
        Assert.Equal((0, "linked\n"), (result.ExitCode, result.OutputText));
    }

    [Fact]
    public async Task LinkToNothing_CountsAsAbsent()
    {
        await StartAsync();
        _ = File.CreateSymbolicLink(Path.Combine(Guest.ServiceDirectories[0], "test.S+arg"), "/nonexistent/there");
        Guest.AddService("test.S", "echo plain");
        CallResult result = await Guest.CallAsync("test.S+arg", cancellationToken: Token);
        Assert.Equal((0, "plain\n"), (result.ExitCode, result.OutputText));
    }

    [Theory]
    [InlineData("/dev/null/inside")]
    [InlineData("test.S+arg")]
    public async Task BrokenLink_EndsTheCallWith125_EvenWhenALaterCandidateExists(string target)
    {
        await StartAsync();
        _ = File.CreateSymbolicLink(Path.Combine(Guest.ServiceDirectories[0], "test.S+arg"), target);
        Guest.AddService("test.S", "echo plain");
        CallResult result = await Guest.CallAsync("test.S+arg", cancellationToken: Token);
        Assert.Equal((125, string.Empty), (result.ExitCode, result.OutputText));
    }

    [Fact]
    public async Task FileThatCannotBeExecuted_EndsTheCallWith125()
    {
        await StartAsync();
        string path = Path.Combine(Guest.ServiceDirectories[0], "test.S");
        await File.WriteAllTextAsync(path, "#!/bin/sh\necho no\n", Token);
        CallResult result = await Guest.CallAsync("test.S+", cancellationToken: Token);
        Assert.Equal((125, string.Empty), (result.ExitCode, result.OutputText));
    }

    [Fact]
    public async Task Directory_EndsTheCallWith125()
    {
        await StartAsync();
        _ = Directory.CreateDirectory(Path.Combine(Guest.ServiceDirectories[0], "test.S"));
        CallResult result = await Guest.CallAsync("test.S+", cancellationToken: Token);
        Assert.Equal((125, string.Empty), (result.ExitCode, result.OutputText));
    }

    [Theory]
    [InlineData("\0", 125)]
    [InlineData("#!/no/such/interpreter\n", 127)]
    public async Task FileThatTheSystemCannotRun_EndsTheCall(string content, int expected)
    {
        await StartAsync();
        TestDirectory.WriteExecutable(Path.Combine(Guest.ServiceDirectories[0], "test.S"), content);
        CallResult result = await Guest.CallAsync("test.S+arg", cancellationToken: Token);
        Assert.Equal((expected, string.Empty), (result.ExitCode, result.OutputText));
    }

    [Theory]
    [InlineData("{0}:QUBESRPC test.S+a dom0 name")]
    [InlineData("{0}:QUBESRPC test.S+a dom0 name dom0 more")]
    public async Task ExecutableService_NeedsTwoOrFourWords(string command)
    {
        await StartAsync();
        Guest.AddService("test.S", "echo no");
        CallResult result = await Guest.Dom0.RunAsync(
            command.Replace("{0}", GuestUnderTest.User, StringComparison.Ordinal), cancellationToken: Token);
        Assert.Equal((125, string.Empty), (result.ExitCode, result.OutputText));
    }

    [Theory]
    [InlineData(255, "", 0)]
    [InlineData(250, "+12345678", 0)]
    [InlineData(256, "", 125)]
    [InlineData(256, "+a", 125)]
    public async Task Name_MayHave255Bytes(int length, string argument, int expected)
    {
        await StartAsync();
        string name = "test." + new string('n', length - 5);
        if (length <= 255)
        {
            Guest.AddService(name, "echo $QREXEC_SERVICE_FULL_NAME");
        }

        CallResult result = await Guest.CallAsync(name + argument, cancellationToken: Token);
        Assert.Equal(
            (expected, expected == 0 ? name + argument + "\n" : string.Empty), (result.ExitCode, result.OutputText));
    }
}
