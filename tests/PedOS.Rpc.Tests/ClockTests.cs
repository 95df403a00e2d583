using System.Text;
using System.Text.Json;
using PedOS.TestKit.Dom0;
using Xunit;

namespace PedOS.Rpc.Tests;

/// <summary>The clock, set by a call of dom0 and by asking; it is a stand-in, not the machine's.</summary>
public sealed class ClockTests : RpcTest
{
    private const double Year = 365.25 * 86400;

    [Theory]
    [InlineData(7200)]
    [InlineData(-300)]
    public async Task SetDateTime_MovesTheClock(double seconds)
    {
        await StartAsync();
        CallResult result = await SetAsync(Date(seconds));
        Assert.Equal((0, string.Empty), (result.ExitCode, result.ErrorText));
        Assert.InRange(Moved, seconds - 2, seconds + 2);
    }

    [Fact]
    public async Task SetDateTime_LeavesAClockThatIsRight()
    {
        await StartAsync();
        CallResult result = await SetAsync(Date(0));
        Assert.Equal((0, string.Empty), (result.ExitCode, result.ErrorText));
        Assert.Equal(0, Moved);
    }

    [Theory]
    [InlineData("1999-01-01T00:00:00+00:00\n", "not a time of today")]
    [InlineData("2100-01-01T00:00:00+00:00\n", "not a time of today")]
    [InlineData("yesterday\n", "yesterday is not a time")]
    [InlineData("", " is not a time")]
    [InlineData("\u001b[31m2026\n", "_[31m2026 is not a time")]
    [InlineData("2026-11-22T04:35:07+00:00 and then some, much more than a date ever has in one line\n", "64 bytes")]
    public async Task SetDateTime_RefusesABadValue_AndSaysSo(string value, string why)
    {
        await StartAsync();
        CallResult result = await SetAsync(value);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(why, result.ErrorText, StringComparison.Ordinal);
        Assert.Equal(0, Moved);
    }

    [Fact]
    public async Task SetDateTime_IsNotDrownedByItsInput()
    {
        await StartAsync();
        byte[] flood = new byte[1_000_000];
        flood.AsSpan().Fill((byte)'2');
        CallResult result = await Guest.CallAsync("qubes.SetDateTime", input: flood, cancellationToken: Token);
        Assert.Equal(1, result.ExitCode);
        Assert.Equal(0, Moved);
    }

    [Fact]
    public async Task SuspendPostAll_AsksForTheTime_AndLogsTheOffset()
    {
        // A clock that is five hours ahead after a sleep: further back than in the middle of work.
        await StartAsync(Tell(() => Date(-5 * 3600)));
        CallResult result = await Guest.CallAsync("qubes.SuspendPostAll", cancellationToken: Token);
        Assert.Equal((0, string.Empty), (result.ExitCode, result.ErrorText));
        Assert.InRange(Moved, (-5 * 3600) - 2, (-5 * 3600) + 2);
        ServiceRequest request = Assert.Single(Guest.Dom0.Requests);
        Assert.Equal(("@default", "qubes.GetDate"), (request.Target, request.Service));
        await Guest.WaitForLogAsync("moved by -1", Token);
    }

    [Theory]
    [InlineData(-12 * Year)]
    [InlineData(90 * Year)]
    public async Task SetDateTime_SetsAClockThatCannotBeRight(double ahead)
    {
        BeginAhead(ahead);
        await StartAsync();
        CallResult result = await SetAsync(Date(0));
        Assert.Equal((0, string.Empty), (result.ExitCode, result.ErrorText));
        Assert.InRange(Moved, -2, 2);
        await Guest.WaitForLogAsync("which is no time of today", Token);
    }

    [Theory]
    [InlineData(-12 * Year)]
    [InlineData(90 * Year)]
    public async Task SuspendPostAll_SetsAClockThatCannotBeRight(double ahead)
    {
        BeginAhead(ahead);
        await StartAsync(Tell(() => Date(0)));
        CallResult result = await Guest.CallAsync("qubes.SuspendPostAll", cancellationToken: Token);
        Assert.Equal((0, string.Empty), (result.ExitCode, result.ErrorText));
        Assert.InRange(Moved, -2, 2);
    }

    [Fact]
    public async Task SetDateTime_RemembersWhatItDidNotBelieve_AndSaysHowToSetItAtOnce()
    {
        await StartAsync(Tell(() => Date(-40 * 3600)));
        for (int i = 1; i <= 3; i++)
        {
            CallResult result = i == 2
                ? await Guest.CallAsync("qubes.SuspendPostAll", cancellationToken: Token)
                : await SetAsync(Date(-40 * 3600));
            Assert.Equal(1, result.ExitCode);
            Assert.Contains($"(until now {i} times over ", result.ErrorText, StringComparison.Ordinal);
            Assert.Contains("pedos-rpc sync-clock --force", result.ErrorText, StringComparison.Ordinal);
        }

        // Three times, but within a minute.
        Assert.Equal(0, Moved);
    }

    [Fact]
    public async Task SyncClock_TellsWhatItDid_AndKnowsHowExactlyItCanTell()
    {
        await StartAsync(Tell(() => Date(600), TimeSpan.FromMilliseconds(600)));
        JsonElement report = await SyncAsync("test.SyncClock", 0);
        Assert.True(report.GetProperty("applied").GetBoolean());
        Assert.Equal("Applied", report.GetProperty("reason").GetString());
        Assert.InRange(report.GetProperty("offsetSeconds").GetDouble(), 598, 602);

        // Half of the round trip, and half a second for the fraction that is not told.
        Assert.InRange(report.GetProperty("uncertaintySeconds").GetDouble(), 0.8, 3);
        Assert.InRange(Moved, 598, 602);
    }

    [Fact]
    public async Task SyncClock_Twice_MovesTheClockOnce()
    {
        await StartAsync(Tell(() => Date(600)));
        _ = await SyncAsync("test.SyncClock", 0);
        double moved = Moved;
        JsonElement report = await SyncAsync("test.SyncClock", 0);
        Assert.Equal("InStep", report.GetProperty("reason").GetString());
        Assert.Equal(moved, Moved);
    }

    [Fact]
    public async Task SyncClock_MovesNothing_WhenAnotherSetTheClockMeanwhile()
    {
        await StartAsync(request => PolicyAnswer.Allow(async (side, token) =>
        {
            _ = await side.WriteAsync(Date(600), token);
            await Task.Delay(TimeSpan.FromMilliseconds(300), token);
            Assert.Equal(0, (await SetAsync(Date(600))).ExitCode);
            return 0;
        }));
        JsonElement report = await SyncAsync("test.SyncClock", 0);
        Assert.Equal("InStep", report.GetProperty("reason").GetString());
        Assert.InRange(Moved, 598, 602);
    }

    [Fact]
    public async Task SyncClock_BelievesNoGreatStepBack_UnlessForced()
    {
        await StartAsync(Tell(() => Date(-40 * 3600)));
        Assert.Equal("TooFarBack", (await SyncAsync("test.SyncClock", 1)).GetProperty("reason").GetString());
        Assert.Equal(0, Moved);
        Assert.Equal("Applied", (await SyncAsync("test.ForceClock", 0)).GetProperty("reason").GetString());
        Assert.InRange(Moved, (-40 * 3600) - 2, (-40 * 3600) + 2);
    }

    [Theory]
    [InlineData("garbage", "NotATime")]
    [InlineData("", "NotATime")]
    [InlineData("1970-01-01T00:00:00+00:00\n", "OutOfRange")]
    public async Task SyncClock_RefusesABadAnswer(string answer, string reason)
    {
        await StartAsync(Tell(() => answer));
        JsonElement report = await SyncAsync("test.SyncClock", 1);
        Assert.Equal(reason, report.GetProperty("reason").GetString());
        Assert.False(report.GetProperty("applied").GetBoolean());
        Assert.Equal(0, Moved);
    }

    [Fact]
    public async Task SyncClock_KeepsLittleOfALongAnswer()
    {
        await StartAsync(Tell(() => Date(600).TrimEnd() + new string(' ', 1_000_000)));
        Assert.Equal("NotATime", (await SyncAsync("test.SyncClock", 1)).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task SyncClock_SaysThatNobodyAnswers_WhenRefusedOrFailing()
    {
        await StartAsync();
        Assert.Contains("dom0 refuses", Text(await SyncAsync("test.SyncClock", 1)), StringComparison.Ordinal);
        Assert.Equal(0, Moved);
    }

    [Fact]
    public async Task SyncClock_DoesNotTrustAServiceThatFails()
    {
        await StartAsync(request => PolicyAnswer.Allow(async (side, token) =>
        {
            await side.WriteAsync(Date(600), token);
            return 3;
        }));
        Assert.Contains("failed with 3", Text(await SyncAsync("test.SyncClock", 1)), StringComparison.Ordinal);
        Assert.Equal(0, Moved);
    }

    private static string Text(JsonElement report) => report.GetProperty("text").GetString()!;

    private Task<CallResult> SetAsync(string text) =>
        Guest.CallAsync("qubes.SetDateTime", input: Encoding.UTF8.GetBytes(text), cancellationToken: Token);

    private async Task<JsonElement> SyncAsync(string service, int exitCode)
    {
        CallResult result = await Guest.CallAsync(service, cancellationToken: Token);
        Assert.Equal((exitCode, string.Empty), (result.ExitCode, result.ErrorText));
        using JsonDocument report = JsonDocument.Parse(result.OutputText);
        return report.RootElement.Clone();
    }
}
