using System.Text;
using PedOS.TestKit.Database;
using PedOS.TestKit.Dom0;
using Xunit;

namespace PedOS.Rpc.Tests;

/// <summary>Services that wait for the machine.</summary>
public sealed class WaitTests : RpcTest
{
    private readonly DatabaseUnderTest _database = new();

    [Theory]
    [InlineData("Jürgen")]
    [InlineData("İbrahim")]
    [InlineData("田中")]
    [InlineData("محمد")]
    public async Task WaitForSession_EndsWhenTheUserLogsOn(string user)
    {
        await StartAsync();
        Task<CallResult> wait = WaitAsync(user + "\n");
        LogOn("1001", "somebody else");
        await Task.Delay(500, Token);
        Assert.False(wait.IsCompleted);
        LogOn("1000", user);
        CallResult result = await wait;
        Assert.Equal((0, string.Empty), (result.ExitCode, result.ErrorText));
    }

    [Theory]
    [InlineData("alice")]
    [InlineData("")]
    [InlineData("root")]
    public async Task WaitForSession_EndsAtOnce_WhenTheUserIsThere(string user)
    {
        await StartAsync();
        LogOn("1000", "alice");
        Assert.Equal(0, (await WaitAsync(user)).ExitCode);
    }

    [Fact]
    public async Task WaitForSession_GivesUp()
    {
        await StartAsync();
        CallResult result = await Guest.CallAsync(
            "test.WaitBriefly", input: "nobody"u8.ToArray(), cancellationToken: Token);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("nobody has not logged on within 1 s", result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WaitForSession_RefusesANameThatIsNone()
    {
        await StartAsync();
        byte[] latin = [0x4A, 0xFC, 0x72, 0x67];
        Assert.Equal(
            1, (await Guest.CallAsync("qubes.WaitForSession", input: latin, cancellationToken: Token)).ExitCode);
        Assert.Equal(1, (await WaitAsync(new string('x', 2000))).ExitCode);
    }

    [Fact]
    public async Task WaitForRunningSystem_EndsWhenTheDatabaseServes()
    {
        Guest.Database = _database.Endpoint;
        await StartAsync();
        Task<CallResult> wait = Guest.CallAsync("qubes.WaitForRunningSystem", cancellationToken: Token);
        await Task.Delay(500, Token);
        Assert.False(wait.IsCompleted);
        await _database.StartAsync(Token);
        Assert.Equal(0, (await wait).ExitCode);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _database.DisposeAsync();
    }

    private Task<CallResult> WaitAsync(string user) =>
        Guest.CallAsync("qubes.WaitForSession", input: Encoding.UTF8.GetBytes(user), cancellationToken: Token);
}
