using PedOS.TestKit.Database;
using Xunit;
using static PedOS.TestKit.Database.WireMessage;

namespace PedOS.Database.Tests;

/// <summary>What a local client may ask, and what it is answered.</summary>
public sealed class CommandTests : DatabaseTest
{
    [Fact]
    public async Task Read_AnswersValueOrAbsence()
    {
        await StartAsync(("/name", "testvm"), ("/empty", ""));
        await using RawDatabaseClient client = await ConnectAsync();
        Assert.Equal("10 /name=testvm", await client.AskAsync(Read, "/name", "", Token));
        Assert.Equal("10 /empty", await client.AskAsync(Read, "/empty", "", Token));
        Assert.Equal("8 /nam", await client.AskAsync(Read, "/nam", "", Token));
        Assert.Equal("8 ", await client.AskAsync(Read, "", "", Token));
    }

    [Fact]
    public async Task Read_WithData_EndsTheConnection()
    {
        await StartAsync(("/name", "testvm"));
        Assert.Null(await AskAsync(Read, "/name", "x"));
    }

    [Fact]
    public async Task Write_ReachesStoreAndDom0()
    {
        await StartAsync();
        Assert.Equal("7 /k", await AskAsync(Write, "/k", "İstanbul 日本"));
        Assert.Equal("10 /k=İstanbul 日本", await AskAsync(Read, "/k"));
        await Dom0.WaitForAsync("1 /k=İstanbul 日本", Token);
        Assert.Equal("İstanbul 日本", Dom0["/k"]);
    }

    [Theory]
    [InlineData("relative")]
    [InlineData("/dir/")]
    [InlineData("/")]
    public async Task Write_ToAPathNoEntryCanHave_IsRefusedAndEndsTheConnection(string path)
    {
        await StartAsync();
        await using RawDatabaseClient client = await ConnectAsync();
        Assert.Equal($"9 {path}", await client.AskAsync(Write, path, "1", Token));
        Assert.Null(await client.ReceiveAsync(Token));
    }

    [Fact]
    public async Task Request_OfAWrongForm_IsRefusedAndTheConnectionStays()
    {
        await StartAsync(("/name", "testvm"));
        await using RawDatabaseClient client = await ConnectAsync();
        Assert.Equal("9 /bad key", await client.AskAsync(Write, "/bad key", "1", Token));
        Assert.Equal("9 /k", await client.AskAsync(Write, "/k", "a\0b", Token));
        Assert.Equal("9 /k", await client.AskAsync(Write, "/k", new string('x', 3072), Token));
        Assert.Equal("9 /k", await client.AskAsync(Write, "/k", new string('x', 200_000), Token));
        Assert.Equal("9 /k", await client.AskAsync(List, "/k", "data", Token));
        Assert.Equal("9 /k", await client.AskAsync(99, "/k", "data", Token));
        Assert.Equal("7 /k", await client.AskAsync(Write, "/k", new string('x', 3071), Token));
        Assert.Equal("10 /name=testvm", await client.AskAsync(Read, "/name", "", Token));
    }

    [Fact]
    public async Task List_FindsWhatBeginsWithTheBytes()
    {
        await StartAsync(("/a", "1"), ("/a/b", "2"), ("/ab", "3"), ("/b", "4"));
        await using RawDatabaseClient client = await ConnectAsync();
        Assert.Equal(["12 /a", "12 /a/b", "12 /ab"], await client.AskAllAsync(List, "/a", Token));
        Assert.Equal(["12 /a/b"], await client.AskAllAsync(List, "/a/", Token));
        Assert.Empty(await client.AskAllAsync(List, "/c", Token));
        Assert.Equal(4, (await client.AskAllAsync(List, "", Token)).Count);
    }

    [Fact]
    public async Task MultiRead_OfEverything_IsDescending()
    {
        await StartAsync(("/a", "1"), ("/b", "2"));
        await using RawDatabaseClient client = await ConnectAsync();
        Assert.Equal(["11 /b=2", "11 /a=1"], await client.AskAllAsync(MultiRead, "", Token));
        Assert.Equal(["11 /a=1", "11 /b=2"], await client.AskAllAsync(MultiRead, "/", Token));
    }

    [Fact]
    public async Task MultiRead_OfThousands_IsComplete()
    {
        string value = new('v', 1000);
        await StartAsync([.. Enumerable.Range(0, 3000).Select(i => ($"/n/{i:d4}", value))]);
        await using RawDatabaseClient client = await ConnectAsync();
        IReadOnlyList<string> all = await client.AskAllAsync(MultiRead, "/n/", Token);
        Assert.Equal(Enumerable.Range(0, 3000).Select(i => $"11 /n/{i:d4}={value}"), all);
    }

    [Fact]
    public async Task Rm_RemovesOneOrASubtree_AndTellsDom0()
    {
        await StartAsync(("/d/1", ""), ("/d/2/3", ""), ("/dx", ""), ("/e", ""));
        Assert.Equal("7 /d/", await AskAsync(Rm, "/d/"));
        Assert.Equal("8 /d/", await AskAsync(Rm, "/d/"));
        Assert.Equal("7 /e", await AskAsync(Rm, "/e"));
        Assert.Equal("8 /e", await AskAsync(Rm, "/e"));
        await using RawDatabaseClient client = await ConnectAsync();
        Assert.Equal(["12 /dx"], await client.AskAllAsync(List, "/", Token));
        await Dom0.WaitForAsync("4 /e", Token);
        Assert.Equal(["4 /d/", "4 /e"], Dom0.Received);
    }

    [Fact]
    public async Task Requests_InOnePiece_AreAnsweredInOrder()
    {
        await StartAsync();
        await using RawDatabaseClient client = await ConnectAsync();
        WireMessage[] requests =
        [
            new(Write, "/a", "1"), new(Read, "/a"), new(Write, "/a", "2"), new(List, "/"), new(Rm, "/a"),
            new(Read, "/a"),
        ];
        _ = await client.Channel.WriteAsync(requests.SelectMany(r => r.ToBytes()).ToArray(), Token);
        List<string?> answers = [];
        while (answers.Count < 7)
        {
            answers.Add((await client.ReceiveAsync(Token))?.ToString());
        }

        Assert.Equal(["7 /a", "10 /a=1", "7 /a", "12 /a", "12 ", "7 /a", "8 /a"], answers);
    }

    [Fact]
    public async Task ReadOnlySocket_TakesEverythingButChanges()
    {
        await StartAsync(("/name", "testvm"));
        await using RawDatabaseClient client = await RawDatabaseClient.ConnectAsync(Guest.ReadOnlyEndpoint, Token);
        Assert.Equal("9 /k", await client.AskAsync(Write, "/k", "1", Token));
        Assert.Equal("9 /name", await client.AskAsync(Rm, "/name", "", Token));
        Assert.Equal("7 /name", await client.AskAsync(Watch, "/name", "", Token));
        Assert.Equal("7 /name", await client.AskAsync(Unwatch, "/name", "", Token));
        Assert.Equal("8 /name", await client.AskAsync(Unwatch, "/name", "", Token));
        Assert.Equal("10 /name=testvm", await client.AskAsync(Read, "/name", "", Token));
        Assert.Empty(Dom0.Received);
    }
}
