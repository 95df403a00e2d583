using System.Text;
using PedOS.Agents.Database;
using PedOS.Agents.Posix.LocalEndpoints;
using Xunit;

namespace PedOS.Database.Tests;

/// <summary>The database as the product's other programs see it.</summary>
public sealed class ClientLibraryTests : DatabaseTest
{
    [Fact]
    public async Task Commands_DoWhatTheySay()
    {
        await StartAsync(("/a/1", "one"), ("/a/2", "two"), ("/b", ""));
        await using DatabaseClient database = Open();
        Assert.Equal("one", Encoding.UTF8.GetString((await database.ReadAsync("/a/1", Token))!));
        Assert.Empty((await database.ReadAsync("/b", Token))!);
        Assert.Null(await database.ReadAsync("/c", Token));
        Assert.Equal(["/a/1", "/a/2"], await database.ListAsync("/a/", Token));
        Assert.Equal(["/a/1", "/a/2", "/b"], (await database.ReadAllAsync("", Token)).Select(entry => entry.Path));
        Assert.Equal("two"u8.ToArray(), (await database.ReadAllAsync("/a/2", Token)).Single().Value);
        await database.WriteAsync("/c", "ü"u8.ToArray(), Token);
        Assert.Equal("ü"u8.ToArray(), await database.ReadAsync("/c", Token));
        Assert.True(await database.RemoveAsync("/a/", Token));
        Assert.False(await database.RemoveAsync("/a/", Token));
    }

    [Fact]
    public async Task Commands_OfManyCallers_KeepApart()
    {
        await StartAsync();
        await using DatabaseClient database = Open();
        await Task.WhenAll(Enumerable.Range(0, 50).Select(async i =>
        {
            byte[] value = Encoding.UTF8.GetBytes($"value {i}");
            await database.WriteAsync($"/k/{i}", value, Token);
            Assert.Equal(value, await database.ReadAsync($"/k/{i}", Token));
        }));
        Assert.Equal(50, (await database.ListAsync("/k/", Token)).Count);
    }

    [Theory]
    [InlineData("/a b")]
    [InlineData("-x")]
    [InlineData("/0123456789012345678901234567890123456789012345678901234567890123")]
    public async Task ImpossiblePath_IsRefusedWithoutADaemon(string path)
    {
        await using DatabaseClient database = Open();
        DatabaseException refused =
            await Assert.ThrowsAsync<DatabaseException>(() => database.ReadAsync(path, Token));
        Assert.Contains(path, refused.Message, StringComparison.Ordinal);
        _ = await Assert.ThrowsAsync<DatabaseException>(() => database.WriteAsync(path, default, Token));
    }

    [Fact]
    public async Task ImpossibleValue_IsRefused()
    {
        await using DatabaseClient database = Open();
        _ = await Assert.ThrowsAsync<DatabaseException>(() => database.WriteAsync("/k", new byte[1], Token));
        _ = await Assert.ThrowsAsync<DatabaseException>(() => database.WriteAsync("/k", new byte[3072], Token));
        _ = await Assert.ThrowsAsync<DatabaseException>(() => database.WriteAsync("/k/", "1"u8.ToArray(), Token));
    }

    [Fact]
    public async Task NoDaemon_IsSaidAtOnce()
    {
        await using DatabaseClient database = Open();
        DatabaseException absent =
            await Assert.ThrowsAsync<DatabaseException>(() => database.ReadAsync("/k", Token));
        Assert.Contains(Guest.Endpoint, absent.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusal_IsAnErrorAndTheConnectionStays()
    {
        await StartAsync(("/k", "1"));
        await using DatabaseClient database = Open(Guest.ReadOnlyEndpoint);
        _ = await Assert.ThrowsAsync<DatabaseException>(() => database.WriteAsync("/k", "2"u8.ToArray(), Token));
        Assert.Equal("1"u8.ToArray(), await database.ReadAsync("/k", Token));
    }

    [Fact]
    public async Task Commands_GoOn_AfterTheDaemonWasStartedAgain()
    {
        await StartAsync(("/k", "1"));
        await using DatabaseClient database = Open();
        Assert.NotNull(await database.ReadAsync("/k", Token));
        await RestartAsync();
        Assert.Equal("1"u8.ToArray(), await database.ReadAsync("/k", Token));
    }

    [Fact]
    public async Task Watch_TellsThatItStands_ThenChanges_OverTheLossOfTheDaemon()
    {
        await StartAsync(("/w/a", "1"));
        await using DatabaseClient database = Open();
        await using IAsyncEnumerator<string> watch = database.WatchAsync("/w/", Token).GetAsyncEnumerator(Token);
        Assert.True(await watch.MoveNextAsync());
        Assert.Equal("/w/", watch.Current);
        await database.WriteAsync("/w/b", "2"u8.ToArray(), Token);
        Assert.True(await watch.MoveNextAsync());
        Assert.Equal("/w/b", watch.Current);
        await RestartAsync();
        Assert.True(await watch.MoveNextAsync());
        Assert.Equal("/w/", watch.Current);
        await Dom0.WriteAsync("/w/c", "3", Token);
        Assert.True(await watch.MoveNextAsync());
        Assert.Equal("/w/c", watch.Current);
    }

    [Fact]
    public async Task Watch_WaitsForADaemonThatIsNotThereYet()
    {
        await using DatabaseClient database = Open();
        await using IAsyncEnumerator<string> watch = database.WatchAsync("/w", Token).GetAsyncEnumerator(Token);
        ValueTask<bool> standing = watch.MoveNextAsync();
        await Task.Delay(100, Token);
        Assert.False(standing.IsCompleted);
        await StartAsync();
        Assert.True(await standing);
    }

    [Fact]
    public async Task CancelledCommand_LeavesTheClientUsable()
    {
        await StartAsync(("/k", "1"));
        await using DatabaseClient database = Open();
        for (int i = 0; i < 20; i++)
        {
            using CancellationTokenSource soon = new(TimeSpan.FromMicroseconds(i * 20));
            try
            {
                _ = await database.ReadAllAsync("/", soon.Token);
            }
            catch (OperationCanceledException)
            {
                // Sometimes in time, sometimes not.
            }

            Assert.Equal("1"u8.ToArray(), await database.ReadAsync("/k", Token));
        }
    }

    private DatabaseClient Open(string? endpoint = null) =>
        new(new PosixLocalConnector(), endpoint ?? Guest.Endpoint, TimeProvider.System);

    private async Task RestartAsync()
    {
        Assert.Equal(0, await Guest.Daemon.StopAsync());
        await Guest.Daemon.DisposeAsync();
        Guest.StartDaemon();
        await Guest.WaitForSocketAsync(Token);
    }
}
