using System.Text;
using System.Text.Json;
using PedOS.TestKit.Database;
using PedOS.TestKit.Programs;
using Xunit;
using static PedOS.TestKit.Database.WireMessage;

namespace PedOS.Database.Tests;

/// <summary>What pedosdb tells programs: every byte of every value.</summary>
public sealed class JsonTests : DatabaseTest
{
    private static readonly byte[][] Values =
    [
        [],
        [.. Enumerable.Range(1, 255).Select(static i => (byte)i)],
        .. Enumerable.Range(0x80, 128).Select(static i => new[] { (byte)i }),
        [0xC0, 0x80],
        [0xED, 0xA0, 0x80],
        [0xF4, 0x90, 0x80, 0x80],
        [0xEF, 0xBB, 0xBF, (byte)'x'],
        .. ((string[])
        [
            "plain", "\u001b]0;title\u0007\u001b[2J", "a\nb\r\n\n", "\t\b\f\u0001\u007f\u0085\u2028",
            "\"quoted\" \\ \\x0a \\u0041",
            "a = b", "日本語 \U00020BB7", "مرحبا \u202Eabc", "İıçğ äöüß", "\uFFFD", "<>&'+", "{\"entries\":[]}",
            new string('x', 3071),
        ]).Select(Encoding.UTF8.GetBytes),
    ];

    [Fact]
    public async Task ReadAndMultiread_TellEveryByte_InOneLineOfAscii()
    {
        await StartAsync();
        await using RawDatabaseClient client = await ConnectAsync();
        Dictionary<string, byte[]> written = Values.Index().ToDictionary(
            static v => $"/v/{v.Index:d3}", static v => v.Item);
        foreach ((string path, byte[] value) in written)
        {
            _ = await client.Channel.WriteAsync(new WireMessage(Write, path, value).ToBytes(), Token);
            Assert.Equal($"{Ok} {path}", (await client.ReceiveAsync(Token))?.ToString());
        }

        AssertSame(written, await AskAsync(0, "multiread", "--json", "/v/"));
        AssertSame(written, await AskAsync(0, ["read", "--json", .. written.Keys]));
        AssertSame(
            written.Take(1).ToDictionary(), await AskAsync(2, "read", "--json", "/none", written.Keys.First()));
    }

    // What could not be asked for would read as what is not there.
    [Fact]
    public async Task Read_TellsNothing_WhenOneOfItFails()
    {
        await StartAsync(("/d/a", "1"));
        Assert.Equal(string.Empty, await AskAsync(1, "read", "--json", "/d/a", "/bad key"));
    }

    [Fact]
    public async Task List_TellsFullPaths()
    {
        await StartAsync(("/d/a", "1"), ("/d/b", "2"));
        Assert.Equal("{\"paths\":[\"/d/a\",\"/d/b\"]}\n", await AskAsync(0, "list", "--json", "/d/"));
        Assert.Equal("{\"paths\":[]}\n", await AskAsync(0, "list", "--json", "/e/"));
        Assert.Equal("{\"entries\":[]}\n", await AskAsync(2, "read", "--json", "/e"));
        Assert.Equal(
            "{\"entries\":[{\"path\":\"/e\",\"text\":\"else\"}]}\n",
            await AskAsync(0, "read", "--json", "-e", "else", "/e"));
    }

    [Fact]
    public async Task Watch_TellsEachChangeInALine()
    {
        await StartAsync();
        await using ProgramUnderTest watch = Guest.StartCommand("watch", "--json", "-n", "2", "/w/");
        while (!watch.HasExited)
        {
            await Dom0.WriteAsync("/w/x", "1", Token);
            await Task.Delay(20, Token);
        }

        Assert.Equal(0, await watch.WaitAsync(Token));
        Assert.Equal("{\"path\":\"/w/x\"}\n{\"path\":\"/w/x\"}\n", watch.Output);
    }

    private static void AssertSame(Dictionary<string, byte[]> expected, string answer)
    {
        Assert.True(Ascii.IsValid(answer));
        Assert.Equal(answer.Length - 1, answer.IndexOfAny(['\n', '\r', '\u001b', '\u007f']));
        using JsonDocument document = JsonDocument.Parse(answer);
        Dictionary<string, byte[]> told = document.RootElement.GetProperty("entries").EnumerateArray().ToDictionary(
            static e => e.GetProperty("path").GetString()!,
            static e => e.TryGetProperty("base64", out JsonElement bytes)
                ? bytes.GetBytesFromBase64()
                : Encoding.UTF8.GetBytes(e.GetProperty("text").GetString()!));
        Assert.Equal(expected, told);
    }

    private async Task<string> AskAsync(int exitCode, params string[] arguments)
    {
        await using ProgramUnderTest program = Guest.StartCommand(arguments);
        Assert.Equal(exitCode, await program.WaitAsync(Token));
        return program.Output;
    }
}
