using System.Globalization;
using PedOS.TestKit.Database;
using PedOS.TestKit.Programs;
using Xunit;

namespace PedOS.Database.Tests;

/// <summary>The daemon as a program that is told to stop while dom0 has yet to take what clients wrote.</summary>
public sealed class StopWithDom0Tests : IAsyncLifetime
{
    private const int Changes = 1000;

    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(30));
    private readonly DatabaseUnderTest _guest = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _guest.DisposeAsync();
        _limit.Dispose();
    }

    [Fact]
    public async Task WritesThatWereAcknowledged_AreInDom0_AfterTheStop()
    {
        await _guest.StartAsync(_limit.Token);
        _guest.Dom0.IsReading = false;
        await using (RawDatabaseClient client = await RawDatabaseClient.ConnectAsync(_guest.Endpoint, _limit.Token))
        {
            for (int i = 0; i < Changes; i++)
            {
                string path = string.Create(CultureInfo.InvariantCulture, $"/k/{i}");
                Assert.Equal($"7 {path}", await client.AskAsync(WireMessage.Write, path, "1", _limit.Token));
            }
        }

        Assert.True(Signals.Send(_guest.Daemon.Id, Signals.Terminate));
        _guest.Dom0.IsReading = true;
        Assert.Equal(0, await _guest.Daemon.EndedAsync(_limit.Token));
        Assert.All(
            Enumerable.Range(0, Changes),
            i => Assert.Equal("1", _guest.Dom0[string.Create(CultureInfo.InvariantCulture, $"/k/{i}")]));
        Assert.Empty(_guest.Dom0.Violations);
    }
}
