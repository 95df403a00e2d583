using PedOS.TestKit.Database;
using Xunit;
using static PedOS.TestKit.Database.WireMessage;

namespace PedOS.Database.Tests;

/// <summary>Who is told of which change, and in which order.</summary>
public sealed class WatchTests : DatabaseTest
{
    [Fact]
    public async Task DirectoryWatch_FiresForEverythingBelow_AndOnceForASubtree()
    {
        await StartAsync();
        await using RawDatabaseClient watcher = await WatchAsync("/w/");
        _ = await AskAsync(Write, "/w", "the directory itself is not below");
        _ = await AskAsync(Write, "/wx", "no");
        _ = await AskAsync(Write, "/w/a", "1");
        _ = await AskAsync(Write, "/w/a", "1");
        _ = await AskAsync(Write, "/w/b/c", "2");
        _ = await AskAsync(Rm, "/w/");
        Assert.Equal(["13 /w/a", "13 /w/a", "13 /w/b/c", "13 /w/"], await EventsAsync(watcher, 4));
    }

    [Fact]
    public async Task ExactWatch_IsSilentWhenASubtreeGoes()
    {
        await StartAsync(("/w/a", "1"));
        await using RawDatabaseClient watcher = await WatchAsync("/w/a");
        _ = await AskAsync(Rm, "/w/");
        _ = await AskAsync(Write, "/w/a", "2");
        _ = await AskAsync(Rm, "/w/a");
        Assert.Equal(["13 /w/a", "13 /w/a"], await EventsAsync(watcher, 2));
    }

    [Fact]
    public async Task TwoRegistrations_GiveTwoEvents_UntilOneIsRemoved()
    {
        await StartAsync();
        await using RawDatabaseClient watcher = await WatchAsync("/w");
        Assert.Equal("7 /", await watcher.AskAsync(Watch, "/", "", Token));
        _ = await AskAsync(Write, "/w", "1");
        Assert.Equal(["13 /w", "13 /w"], await EventsAsync(watcher, 2));
        Assert.Equal("7 /", await watcher.AskAsync(Unwatch, "/", "", Token));
        _ = await AskAsync(Write, "/w", "2");
        _ = await AskAsync(Write, "/x", "2");
        Assert.Equal(["13 /w"], await EventsAsync(watcher, 1));
        Assert.Equal("10 /x=2", await watcher.AskAsync(Read, "/x", "", Token));
    }

    [Fact]
    public async Task Writer_GetsItsAnswerBeforeItsEvent()
    {
        await StartAsync();
        await using RawDatabaseClient client = await WatchAsync("/w/");
        for (int i = 0; i < 50; i++)
        {
            Assert.Equal("7 /w/a", await client.AskAsync(Write, "/w/a", "1", Token));
            Assert.Equal("13 /w/a", (await client.ReceiveAsync(Token))?.ToString());
        }
    }

    [Fact]
    public async Task Watch_FiresForChangesOfDom0()
    {
        await StartAsync(("/old", "1"));
        await using RawDatabaseClient watcher = await WatchAsync("/");
        await Dom0.WriteAsync("/new", "2", Token);
        await Dom0.RemoveAsync("/old", Token);
        Assert.Equal(["13 /new", "13 /old"], await EventsAsync(watcher, 2));
        Assert.Equal("10 /new=2", await AskAsync(Read, "/new"));
        Assert.Equal("8 /old", await AskAsync(Read, "/old"));
    }

    [Fact]
    public async Task Watch_HasALimitForEachClient()
    {
        await StartAsync();
        await using RawDatabaseClient client = await ConnectAsync();
        for (int i = 0; i < 256; i++)
        {
            Assert.Equal($"7 /{i}", await client.AskAsync(Watch, $"/{i}", "", Token));
        }

        Assert.Equal("9 /more", await client.AskAsync(Watch, "/more", "", Token));
        Assert.Equal("7 /more", await AskAsync(Watch, "/more"));
    }

    [Fact]
    public async Task AHundredWatchers_AreAllTold()
    {
        await StartAsync();
        RawDatabaseClient[] watchers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => WatchAsync("/w/")));
        for (int i = 0; i < 20; i++)
        {
            _ = await AskAsync(Write, $"/w/{i}", "x");
        }

        string[] expected = [.. Enumerable.Range(0, 20).Select(i => $"13 /w/{i}")];
        foreach (RawDatabaseClient watcher in watchers)
        {
            Assert.Equal(expected, await EventsAsync(watcher, 20));
            await watcher.DisposeAsync();
        }

        Assert.Equal("7 /w/", await AskAsync(Rm, "/w/"));
    }

    private async Task<RawDatabaseClient> WatchAsync(string path)
    {
        RawDatabaseClient client = await ConnectAsync();
        Assert.Equal($"7 {path}", await client.AskAsync(Watch, path, "", Token));
        return client;
    }

    private async Task<List<string?>> EventsAsync(RawDatabaseClient watcher, int count)
    {
        List<string?> events = [];
        while (events.Count < count)
        {
            events.Add((await watcher.ReceiveAsync(Token))?.ToString());
        }

        return events;
    }
}
