using System.Security.Cryptography;
using PedOS.TestKit.Database;
using PedOS.TestKit.Programs;
using Xunit;
using static PedOS.TestKit.Database.WireMessage;

namespace PedOS.Database.Tests;

/// <summary>Local clients that stall, flood or lie: nobody else notices.</summary>
public sealed class HostileClientTests : DatabaseTest
{
    [Fact]
    public async Task HalfAHeader_StopsNobodyElse()
    {
        await StartAsync(("/name", "testvm"));
        await using RawDatabaseClient stalled = await ConnectAsync();
        _ = await stalled.Channel.WriteAsync(new WireMessage(Read, "/name").ToBytes().AsMemory(0, 36), Token);
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal("10 /name=testvm", await AskAsync(Read, "/name"));
        }

        _ = await stalled.Channel.WriteAsync(new WireMessage(Read, "/name").ToBytes().AsMemory(36), Token);
        Assert.Equal("10 /name=testvm", (await stalled.ReceiveAsync(Token))?.ToString());
    }

    [Fact]
    public async Task ClientThatDoesNotReadItsAnswers_StopsNobodyElse()
    {
        string value = new('v', 3000);
        await StartAsync([.. Enumerable.Range(0, 2000).Select(i => ($"/n/{i}", value))]);
        List<RawDatabaseClient> stalled = [];
        for (int i = 0; i < 8; i++)
        {
            RawDatabaseClient client = await ConnectAsync();
            stalled.Add(client);
            await client.SendAsync(MultiRead, "/n/", "", Token);
        }

        for (int i = 0; i < 100; i++)
        {
            Assert.Equal("7 /k", await AskAsync(Write, "/k", "1"));
            Assert.Equal("10 /k=1", await AskAsync(Read, "/k"));
        }

        foreach (RawDatabaseClient client in stalled)
        {
            await client.DisposeAsync();
        }
    }

    [Fact]
    public async Task WatcherThatDoesNotRead_IsDisconnectedAndTheOthersAreTold()
    {
        await StartAsync();
        await using RawDatabaseClient deaf = await ConnectAsync();
        await using RawDatabaseClient watcher = await ConnectAsync();
        await using RawDatabaseClient writer = await ConnectAsync();
        Assert.Equal("7 /", await deaf.AskAsync(Watch, "/", "", Token));
        Assert.Equal("7 /", await watcher.AskAsync(Watch, "/", "", Token));
        for (int i = 0; i < 12_000; i++)
        {
            Assert.Equal("7 /k", await writer.AskAsync(Write, "/k", "1", Token));
            Assert.Equal("13 /k", (await watcher.ReceiveAsync(Token))?.ToString());
        }

        int events = 0;
        while (await deaf.ReceiveAsync(Token) is not null)
        {
            events++;
        }

        Assert.InRange(events, 1, 11_999);
    }

    [Fact]
    public async Task TwoHundredClients_AreServedAtOnce()
    {
        await StartAsync(("/name", "testvm"));
        await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            await using RawDatabaseClient client = await ConnectAsync();
            for (int j = 0; j < 20; j++)
            {
                Assert.Equal($"7 /c/{i}", await client.AskAsync(Write, $"/c/{i}", $"{j}", Token));
                Assert.Equal($"10 /c/{i}={j}", await client.AskAsync(Read, $"/c/{i}", "", Token));
            }
        }));
        await using RawDatabaseClient last = await ConnectAsync();
        Assert.Equal(200, (await last.AskAllAsync(List, "/c/", Token)).Count);
    }

    [Fact]
    public async Task TooManyClients_AreTurnedAway_UntilSomeLeave()
    {
        await StartAsync(("/name", "testvm"));
        List<RawDatabaseClient> clients = [];
        for (int i = 0; i < 512; i++)
        {
            clients.Add(await ConnectAsync());
            Assert.Equal("10 /name=testvm", await clients[i].AskAsync(Read, "/name", "", Token));
        }

        Assert.Null(await AskAsync(Read, "/name"));
        foreach (RawDatabaseClient client in clients)
        {
            await client.DisposeAsync();
        }

        while (await AskAsync(Read, "/name") is null)
        {
            await Task.Delay(5, Token);
        }
    }

    [Fact]
    public async Task Noise_EndsNothingButItsConnection()
    {
        await StartAsync(("/name", "testvm"));
        for (int i = 0; i < 50; i++)
        {
            await using RawDatabaseClient noisy = await ConnectAsync();
            _ = await noisy.Channel.WriteAsync(RandomNumberGenerator.GetBytes(2000), Token);
        }

        Assert.Equal("10 /name=testvm", await AskAsync(Read, "/name"));
        Assert.Equal(1, Dom0.Syncs);
    }

    [Fact]
    public async Task StoreBeyondItsLimit_RefusesAndKeepsWhatItHas()
    {
        string value = new('x', 3000);
        await StartAsync(("/name", "testvm"));
        await using RawDatabaseClient client = await ConnectAsync();
        int written = 0;
        while (await client.AskAsync(Write, $"/n/{written}", value, Token) == $"7 /n/{written}")
        {
            written++;
        }

        Assert.InRange(written, 11_000, 11_200);
        Assert.Equal("10 /name=testvm", await client.AskAsync(Read, "/name", "", Token));
        Assert.Equal("7 /n/0", await client.AskAsync(Rm, "/n/0", "", Token));
        Assert.Equal("7 /n/0", await client.AskAsync(Write, "/n/0", value, Token));
        Assert.InRange(ProcessFigures.Read(Guest.Daemon.Id)!.Value.Resident, 1, 400L << 20);
    }
}
