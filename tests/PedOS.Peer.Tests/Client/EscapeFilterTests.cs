using System.Text;
using PedOS.TestKit.Programs;
using Xunit;

namespace PedOS.Peer.Tests.Client;

public sealed class EscapeFilterTests(SharedGuest shared) : ClientTest(shared)
{
    private const string Hostile = "ok\t\r\n\b\a\u001b[31mred\u0000\u007fÄ";
    private const string Filtered = "ok\t\r\n\b\a_[31mred____";

    [Theory]
    [InlineData("", Hostile, Hostile)]
    [InlineData("-t", Filtered, Hostile)]
    [InlineData("-T", Hostile, Filtered)]
    [InlineData("-t -T", Filtered, Filtered)]
    [InlineData("-t --no-filter-escape-chars-stdout", Hostile, Hostile)]
    [InlineData("-T --no-filter-escape-chars-stderr", Hostile, Hostile)]
    public async Task Filters_ReplaceWhatCouldSteerATerminal(string options, string output, string error)
    {
        await ServeAsync(Say(Hostile, 0, Hostile));
        await using ProgramUnderTest client = Guest.StartClient(
            [.. options.Split(' ', StringSplitOptions.RemoveEmptyEntries), "dom0", "test.S"]);
        Assert.Equal(0, await client.FinishAsync(Token));
        Assert.Equal(output, client.Output);
        Assert.Equal(error, client.Error);
    }

    [Fact]
    public async Task Filter_ReplacesEveryByteOutsideItsList()
    {
        byte[] all = [.. Enumerable.Range(0, 256).Select(n => (byte)n)];
        await ServeAsync(async (side, token) =>
        {
            _ = await side.WriteAsync(all, token);
            return 0;
        });
        await using ProgramUnderTest client = Guest.StartClient("-t", "dom0", "test.S");
        Assert.Equal(0, await client.FinishAsync(Token));
        byte[] expected = [.. all.Select(b => b is >= 0x20 and <= 0x7e or 7 or 8 or 9 or 10 or 13 ? b : (byte)'_')];
        Assert.Equal(Encoding.Latin1.GetString(expected), Encoding.Latin1.GetString(client.OutputBytes));
    }
}
