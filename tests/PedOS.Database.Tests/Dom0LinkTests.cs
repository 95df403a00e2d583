using PedOS.TestKit.Database;
using PedOS.TestKit.RawVchan;
using Xunit;
using static PedOS.TestKit.Database.WireMessage;

namespace PedOS.Database.Tests;

/// <summary>The channel to dom0: sync, changes both ways, loss, and a dom0 that lies.</summary>
public sealed class Dom0LinkTests : DatabaseTest
{
    private static readonly byte[] End = new WireMessage(Entry, "").ToBytes();

    public static TheoryData<string, byte[]> FatalBeforeTheSync => new()
    {
        { "READ", new WireMessage(Read, "/a").ToBytes() },
        { "LIST", new WireMessage(List, "/").ToBytes() },
        { "WATCH", new WireMessage(Watch, "/a").ToBytes() },
        { "NOENT", new WireMessage(NoEnt, "/a").ToBytes() },
        { "value", new WireMessage(Value, "/a", "1").ToBytes() },
        { "MULTIREAD", new WireMessage(MultiRead, "").ToBytes() },
        { "unknown", new WireMessage(200, "/a").ToBytes() },
        { "WRITE too early", new WireMessage(Write, "/a", "1").ToBytes() },
        { "entry with a bad path", new WireMessage(Entry, "/a b", "1").ToBytes() },
        { "entry of a directory", new WireMessage(Entry, "/a/", "1").ToBytes() },
        { "entry with a NUL", new WireMessage(Entry, "/a", "1\0").ToBytes() },
        { "entry too long", new WireMessage(Entry, "/a", new string('x', 3072)).ToBytes() },
        { "error with data", new WireMessage(Error, "/a", "x").ToBytes() },
    };

    public static TheoryData<string, byte[]> FatalAfterTheSync => new()
    {
        { "UNWATCH", new WireMessage(Unwatch, "/a").ToBytes() },
        { "entry nobody asked for", new WireMessage(Entry, "/a", "1").ToBytes() },
        { "second end", End },
        { "WRITE of a bad path", new WireMessage(Write, "relative", "1").ToBytes() },
        { "WRITE too long", new WireMessage(Write, "/a", new string('x', 3072)).ToBytes() },
        { "RM of nothing", new WireMessage(Rm, "/never/was").ToBytes() },
        { "RM with data", new WireMessage(Rm, "/name", "x").ToBytes() },
    };

    [Fact]
    public async Task Clients_AreServedAfterTheFirstSyncOnly()
    {
        Guest.StartDaemon();
        await Task.Delay(300, Token);
        Assert.False(File.Exists(Guest.Endpoint));
        Dom0["/name"] = "testvm";
        Dom0.Start();
        await Guest.WaitForSocketAsync(Token);
        Assert.Equal("10 /name=testvm", await AskAsync(Read, "/name"));
    }

    [Fact]
    public async Task Changes_GoBothWays_AndNeverBack()
    {
        await StartAsync();
        Assert.Equal("7 /ours", await AskAsync(Write, "/ours", "1"));
        await Dom0.WriteAsync("/theirs", "2", Token);
        await Dom0.WaitForAsync("7 /theirs", Token);
        Assert.Equal("10 /theirs=2", await AskAsync(Read, "/theirs"));
        await Dom0.RemoveAsync("/theirs", Token);
        await WaitForValueAsync("/theirs", null);
        Assert.Equal("7 /ours", await AskAsync(Rm, "/ours"));
        await Dom0.WaitForAsync("4 /ours", Token);
        Assert.Equal(["1 /ours=1", "7 /theirs", "7 /theirs", "4 /ours"], Dom0.Received);
    }

    [Fact]
    public async Task NulInAWriteOfDom0_IsRefusedAndNotFatal()
    {
        await StartAsync(("/name", "testvm"));
        await Dom0.SendAsync(new WireMessage(Write, "/name", "a\0b").ToBytes(), Token);
        await Dom0.WaitForAsync("9 /name", Token);
        Assert.Equal("10 /name=testvm", await AskAsync(Read, "/name"));
        Assert.Equal(1, Dom0.Syncs);
    }

    [Fact]
    public async Task Messages_MayComeByteByByte()
    {
        await StartAsync();
        foreach (byte b in new WireMessage(Write, "/slow", "drip").ToBytes())
        {
            await Dom0.SendAsync(new[] { b }, Token);
            await Task.Delay(1, Token);
        }

        await WaitForValueAsync("/slow", "drip");
    }

    [Fact]
    public async Task Resync_KeepsClientsAndWatches_AndWhatDom0Lacks()
    {
        await StartAsync(("/same", "1"), ("/changed", "1"), ("/gone", "1"));
        await using RawDatabaseClient watcher = await ConnectAsync();
        Assert.Equal("7 /", await watcher.AskAsync(Watch, "/", "", Token));
        Dom0["/changed"] = "2";
        Dom0["/gone"] = null;
        Dom0["/new"] = "1";
        Dom0.HangUp();
        await Dom0.WaitForSyncsAsync(2, Token);
        Assert.Equal("13 /changed", (await watcher.ReceiveAsync(Token))?.ToString());
        Assert.Equal("13 /new", (await watcher.ReceiveAsync(Token))?.ToString());
        Assert.Equal("10 /gone=1", await watcher.AskAsync(Read, "/gone", "", Token));
        Assert.Equal("10 /changed=2", await watcher.AskAsync(Read, "/changed", "", Token));
    }

    [Fact]
    public async Task ChangesWithoutDom0_ReachItWithTheNextSync()
    {
        await StartAsync(("/kept", "dom0's"), ("/ours", "old"), ("/removed", "x"), ("/d/1", ""), ("/d/2", ""));
        await Dom0.StopAsync();
        await Task.Delay(50, Token);
        Assert.Equal("10 /kept=dom0's", await AskAsync(Read, "/kept"));
        Assert.Equal("7 /ours", await AskAsync(Write, "/ours", "new"));
        Assert.Equal("7 /removed", await AskAsync(Rm, "/removed"));
        Assert.Equal("7 /d/", await AskAsync(Rm, "/d/"));
        Assert.Equal("7 /fleeting", await AskAsync(Write, "/fleeting", "1"));
        Assert.Equal("7 /fleeting", await AskAsync(Rm, "/fleeting"));
        Dom0.Start();
        foreach (string expected in (string[])["1 /ours=new", "4 /removed", "4 /d/1", "4 /d/2"])
        {
            await Dom0.WaitForAsync(expected, Token);
        }

        Assert.Equal("10 /ours=new", await AskAsync(Read, "/ours"));
        Assert.Equal("8 /removed", await AskAsync(Read, "/removed"));
        Assert.DoesNotContain("4 /fleeting", Dom0.Received);
        Assert.Equal(4, Dom0.Received.Count);
    }

    [Fact]
    public async Task ChangesThatDom0DidNotTake_ReachItWithTheNextSync()
    {
        await StartAsync(("/ours", "old"), ("/removed", "x"), ("/d/1", ""));
        Dom0.IsReading = false;

        // It waits for one message already.
        Assert.Equal("7 /last", await AskAsync(Write, "/last", "1"));
        await Dom0.WaitForAsync("1 /last=1", Token);
        Assert.Equal("7 /ours", await AskAsync(Write, "/ours", "new"));
        Assert.Equal("7 /removed", await AskAsync(Rm, "/removed"));
        Assert.Equal("7 /d/", await AskAsync(Rm, "/d/"));
        Dom0.HangUp();
        Dom0.IsReading = true;
        foreach (string expected in (string[])["1 /ours=new", "4 /removed", "4 /d/1"])
        {
            await Dom0.WaitForAsync(expected, Token);
        }

        Assert.Equal("10 /ours=new", await AskAsync(Read, "/ours"));
        Assert.Equal("8 /removed", await AskAsync(Read, "/removed"));

        // What was answered since is dom0's again.
        Dom0["/ours"] = "newer";
        Dom0.HangUp();
        await Dom0.WaitForSyncsAsync(3, Token);
        await WaitForValueAsync("/ours", "newer");
        Assert.Empty(Dom0.Violations);
    }

    [Fact]
    public async Task WhatDom0Lacks_IsRemovedHereOnly()
    {
        await StartAsync(("/gone", "1"), ("/back", "1"), ("/d/gone", "1"), ("/d/there", "1"), ("/name", "testvm"));
        Dom0["/gone"] = Dom0["/back"] = Dom0["/d/gone"] = null;
        Dom0.HangUp();
        await Dom0.WaitForSyncsAsync(2, Token);
        await using RawDatabaseClient client = await ConnectAsync();
        Assert.Equal("7 /gone", await client.AskAsync(Rm, "/gone", "", Token));
        Assert.Equal("7 /back", await client.AskAsync(Write, "/back", "2", Token));
        Assert.Equal("7 /back", await client.AskAsync(Rm, "/back", "", Token));
        Assert.Equal("7 /d/", await client.AskAsync(Rm, "/d/", "", Token));
        await Dom0.WaitForAsync("4 /d/", Token);
        Assert.Equal(["1 /back=2", "4 /back", "4 /d/"], Dom0.Received);
        Assert.Equal("8 /gone", await client.AskAsync(Read, "/gone", "", Token));
        Assert.Empty(Dom0.Violations);
    }

    [Fact]
    public async Task Reconnect_WorksHoweverOftenDom0Leaves()
    {
        await StartAsync(("/name", "testvm"));
        for (int i = 1; i < 10; i++)
        {
            Dom0["/round"] = $"{i}";
            Dom0.HangUp();
            await Dom0.WaitForSyncsAsync(i + 1, Token);
            await WaitForValueAsync("/round", $"{i}");
        }
    }

    [Theory]
    [MemberData(nameof(FatalBeforeTheSync))]
    public async Task Violation_BeforeTheEndOfTheSync_LeavesNothingOfItBehind(string what, byte[] message)
    {
        Assert.NotEmpty(what);
        Dom0["/name"] = "testvm";
        Dom0.InsteadOfSync = [.. new WireMessage(Entry, "/half", "1").ToBytes(), .. message, .. End];
        await Guest.StartAsync(Token);
        await Dom0.WaitForSyncsAsync(2, Token);
        await WaitForValueAsync("/name", "testvm");
        Assert.Equal("8 /half", await AskAsync(Read, "/half"));
    }

    [Theory]
    [MemberData(nameof(FatalAfterTheSync))]
    public async Task Violation_EndsTheChannelAlone(string what, byte[] message)
    {
        Assert.NotEmpty(what);
        await StartAsync(("/name", "testvm"));
        await using RawDatabaseClient client = await ConnectAsync();
        Assert.Equal("7 /name", await client.AskAsync(Watch, "/name", "", Token));
        await Dom0.SendAsync(message, Token);
        await Dom0.WaitForSyncsAsync(2, Token);
        Assert.Equal("10 /name=testvm", await client.AskAsync(Read, "/name", "", Token));
        await Dom0.WriteAsync("/name", "other", Token);
        Assert.Equal("13 /name", (await client.ReceiveAsync(Token))?.ToString());
    }

    [Fact]
    public async Task Sync_BeyondTheLimit_IsRefusedAsAWhole()
    {
        await StartAsync(("/name", "testvm"));
        Dom0.InsteadOfSync =
        [
            .. Enumerable.Range(0, 65_537).SelectMany(i => new WireMessage(Entry, $"/n/{i}").ToBytes()), .. End,
        ];
        Dom0.HangUp();
        await Dom0.WaitForSyncsAsync(3, Token);
        await using RawDatabaseClient client = await ConnectAsync();
        Assert.Equal(["12 /name"], await client.AskAllAsync(List, "/", Token));
    }

    [Fact]
    public async Task Sync_CutShort_LeavesNothingOfItBehind()
    {
        await StartAsync(("/name", "testvm"));
        Dom0.InsteadOfSync = new WireMessage(Entry, "/half", "1").ToBytes();
        Dom0.HangUp();
        await Dom0.WaitForSyncsAsync(2, Token);
        Dom0.HangUp();
        await Dom0.WaitForSyncsAsync(3, Token);
        Assert.Equal("8 /half", await AskAsync(Read, "/half"));
    }

    [Fact]
    public async Task Dom0ThatDoesNotRead_StopsNobody()
    {
        await StartAsync(("/name", "testvm"));
        Dom0.IsReading = false;
        string value = new('x', 3000);
        await using RawDatabaseClient client = await ConnectAsync();
        for (int i = 0; i < 3000; i++)
        {
            Assert.Equal("7 /big", await client.AskAsync(Write, "/big", value, Token));
        }

        Assert.Equal("10 /name=testvm", await client.AskAsync(Read, "/name", "", Token));
        Dom0.IsReading = true;
        await Dom0.WaitForSyncsAsync(2, Token);
        await client.DisposeAsync();
        await WaitForValueAsync("/name", "testvm");
    }

    [Fact]
    public async Task Vectors_AreSpokenOnTheChannel()
    {
        // The recording of the two original daemons: dom0's half is sent, ours must answer as the guest did.
        byte[] dom0 = await File.ReadAllBytesAsync(Recording("daemons.from-dom0"), Token);
        byte[] guest = await File.ReadAllBytesAsync(Recording("daemons.from-vm"), Token);
        List<WireMessage> theirs = Split(dom0), ours = Split(guest);
        UnixVchanPlace place = new(Guest.Directory.FullPath);
        using IVchanOffer offer = place.Listen(0, 42, 111);
        Guest.StartDaemon();
        await using RawChannel channel = new(await offer.AcceptAsync(Token));
        RawDatabaseClient? client = null;
        int next = 0;
        foreach (WireMessage expected in ours)
        {
            if (expected.Type is Write or Rm)
            {
                client ??= await ConnectWhenServedAsync();
                await client.SendAsync(expected.Type, expected.Path, expected.Text, Token);
                Assert.Equal($"7 {expected.Path}", (await client.ReceiveAsync(Token))?.ToString());
            }
            else if (expected.Type == Ok)
            {
                Assert.Equal(expected.Path, theirs[next].Path);
                _ = await channel.WriteAsync(theirs[next++].ToBytes(), Token);
            }

            byte[] received = new byte[HeaderSize + expected.Data.Length];
            Assert.Equal(received.Length, await channel.ReadFullAsync(received, Token));
            Assert.Equal(expected.ToString(), Split(received).Single().ToString());
            if (expected.Type != Ok)
            {
                // The answer: one message, or the entries up to their end.
                bool isLast;
                do
                {
                    isLast = theirs[next].Type == Ok || theirs[next].Path.Length == 0;
                    _ = await channel.WriteAsync(theirs[next++].ToBytes(), Token);
                }
                while (!isLast);
            }
        }

        Assert.Equal(theirs.Count, next);
        Assert.Equal("10 /w2x=no", await client!.AskAsync(Read, "/w2x", "", Token));
        Assert.Equal("10 /name=testvm", await client.AskAsync(Read, "/name", "", Token));
        await client.DisposeAsync();
    }

    private static string Recording(string name) =>
        Path.Combine(AppContext.BaseDirectory, "vectors", "qubesdb", name + ".bin");

    private static List<WireMessage> Split(byte[] stream)
    {
        List<WireMessage> messages = [];
        for (int at = 0; at < stream.Length; at += HeaderSize + messages[^1].Data.Length)
        {
            ReadOnlySpan<byte> header = stream.AsSpan(at, HeaderSize);
            messages.Add(Parse(header, stream[(at + HeaderSize)..(at + HeaderSize + DataLength(header))]));
        }

        return messages;
    }

    private async Task<RawDatabaseClient> ConnectWhenServedAsync()
    {
        await Guest.WaitForSocketAsync(Token);
        return await ConnectAsync();
    }
}
