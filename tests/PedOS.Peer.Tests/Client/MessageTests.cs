using Xunit;

namespace PedOS.Peer.Tests.Client;

/// <summary>What a person is told who did something wrong: words, and no keys of the runtime's resources.</summary>
public sealed class MessageTests(SharedGuest shared) : ClientTest(shared)
{
    [Theory]
    [InlineData("dom0", "", "a service is NAME or NAME+ARGUMENT, 1 to 64999 bytes")]
    [InlineData("dom0", "+x", "a service is NAME or NAME+ARGUMENT, 1 to 64999 bytes")]
    [InlineData("a-machine-whose-name-is-longer-than-any-other-by-one-byte-or-two", "x", "at most 63 bytes and no NUL")]
    public async Task WrongWords_AreExplained(string target, string service, string reason)
    {
        await ServeAsync(Say("never"));
        await ExpectAsync(reason, target, service);
    }

    [Theory]
    [InlineData("/tmp/no-such-agent.sock", "there is no such socket; its service does not run")]
    [InlineData("/tmp/{0}", "no socket can have this path")]
    public async Task MissingAgent_IsNamed(string socket, string reason)
    {
        string path = socket.Replace("{0}", new string('s', 200), StringComparison.Ordinal);
        await ServeAsync(Say("never"));
        await ExpectAsync($"cannot connect to {path}: {reason}", $"--agent-socket={path}", "dom0", "test.S");
    }

    [Fact]
    public async Task LocalProgramThatIsNotThere_IsNamed()
    {
        await ServeAsync(Say("never"));
        await ExpectAsync("cannot start /no/such/program", "dom0", "test.S", "/no/such/program");
    }

    private async Task ExpectAsync(string reason, params string[] arguments)
    {
        (int exitCode, string output, string error) = await RunAsync(arguments);
        Assert.Equal((125, ""), (exitCode, output));
        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.StartsWith("qrexec-client-vm: ", error, StringComparison.Ordinal);
        Assert.DoesNotMatch("[A-Z][A-Za-z]+_[A-Za-z_]+|Parameter", error);
    }
}
