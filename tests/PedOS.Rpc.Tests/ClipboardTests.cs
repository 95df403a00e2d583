using PedOS.TestKit.Dom0;
using Xunit;

namespace PedOS.Rpc.Tests;

/// <summary>The clipboard's services, called by dom0; the clipboard is a stand-in, nobody's desktop.</summary>
public sealed class ClipboardTests : RpcTest
{
    [Theory]
    [InlineData("Grüße\naus İstanbul\n", "Grüße\r\naus İstanbul\r\n")]
    [InlineData("田中さん", "田中さん")]
    [InlineData("مرحبا", "مرحبا")]
    public async Task Text_TravelsIn_AndOutAgain(string sent, string kept)
    {
        await StartAsync();
        CallResult pasted = await PasteAsync(System.Text.Encoding.UTF8.GetBytes(sent));
        Assert.Equal((0, "", ""), (pasted.ExitCode, pasted.OutputText, pasted.ErrorText));
        Assert.Equal(kept, Clipboard);
        CallResult copied = await CopyAsync();
        Assert.Equal((0, sent, ""), (copied.ExitCode, copied.OutputText, copied.ErrorText));
    }

    [Fact]
    public async Task LongestText_TravelsIn_AndOutAgain_AndNoLongerOne()
    {
        await StartAsync();
        byte[] longest = new byte[256_000];
        longest.AsSpan().Fill((byte)'\n');
        Assert.Equal(0, (await PasteAsync(longest)).ExitCode);
        Assert.Equal(512_000, Clipboard!.Length);
        Assert.Equal(longest, (await CopyAsync()).Output);

        CallResult refused = await PasteAsync([.. longest, (byte)'x']);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("more than 256000 bytes", refused.ErrorText, StringComparison.Ordinal);
        Assert.Equal(512_000, Clipboard!.Length);

        Clipboard += "x";
        CallResult kept = await CopyAsync();
        Assert.Equal((1, ""), (kept.ExitCode, kept.OutputText));
        Assert.Contains("more than 256000 bytes", kept.ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "there is no text")]
    [InlineData("4AFC7267", "not UTF-8")]
    [InlineData("610062", "after a NUL")]
    public async Task Paste_RefusesWhatIsNoText_AndChangesNothing(string hex, string why)
    {
        await StartAsync();
        Clipboard = "mine";
        CallResult result = await PasteAsync(Convert.FromHexString(hex));
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(why, result.ErrorText, StringComparison.Ordinal);
        Assert.DoesNotContain("J", result.ErrorText, StringComparison.Ordinal);
        Assert.Equal("mine", Clipboard);
    }

    [Fact]
    public async Task Paste_IsNotDrownedByItsInput()
    {
        await StartAsync();
        Clipboard = "mine";
        Assert.Equal(1, (await PasteAsync(new byte[10_000_000])).ExitCode);
        Assert.Equal("mine", Clipboard);
    }

    [Fact]
    public async Task Copy_Fails_WhenThereIsNoText()
    {
        await StartAsync();
        CallResult result = await CopyAsync();
        Assert.Equal((1, ""), (result.ExitCode, result.OutputText));
        Assert.Contains("there is no text on the clipboard", result.ErrorText, StringComparison.Ordinal);
    }

    private Task<CallResult> PasteAsync(byte[] sent) =>
        Guest.CallAsync("qubes.ClipboardPaste", input: sent, cancellationToken: Token);

    private Task<CallResult> CopyAsync() => Guest.CallAsync("qubes.ClipboardCopy", cancellationToken: Token);
}
