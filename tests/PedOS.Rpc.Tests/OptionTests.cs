using Xunit;

namespace PedOS.Rpc.Tests;

public sealed class OptionTests
{
    private static readonly RpcOptions Defaults = new("agent", "database");

    [Fact]
    public void TryParse_TakesTheOptionsOfEachVerb()
    {
        RpcOptions? sync = RpcOptions.TryParse(
            ["sync-clock", "--json", "--force", "--target=zeit", "--agent-socket=x"], Defaults, out _);
        Assert.NotNull(sync);
        Assert.Equal(
            (RpcVerb.SyncClock, true, true, "zeit", "x"),
            (sync.Verb, sync.Json, sync.Force, sync.Target, sync.AgentSocket));
        Assert.Equal(
            TimeSpan.FromDays(1),
            RpcOptions.TryParse(["wait-for-session", "--timeout=86400"], Defaults, out _)?.Timeout);
        Assert.Equal("d", RpcOptions.TryParse(["wait-for-running-system", "--database=d"], Defaults, out _)?.Database);
    }

    [Theory]
    [InlineData]
    [InlineData("müll")]
    [InlineData("Sync-Clock")]
    [InlineData("sync-clock", "--timeout=5")]
    [InlineData("set-date-time", "--force")]
    [InlineData("suspend-post-all", "--force")]
    [InlineData("wait-for-session", "--json")]
    [InlineData("wait-for-session", "--timeout=0")]
    [InlineData("wait-for-session", "--timeout=86401")]
    [InlineData("wait-for-session", "--timeout=٥")]
    [InlineData("sync-clock", "--target=")]
    [InlineData("clipboard-copy", "--json")]
    [InlineData("clipboard-paste", "--timeout=5")]
    public void TryParse_RefusesWhatMakesNoSense(params string[] arguments)
    {
        Assert.Null(RpcOptions.TryParse(arguments, Defaults, out string problem));
        Assert.NotEmpty(problem);
    }
}
